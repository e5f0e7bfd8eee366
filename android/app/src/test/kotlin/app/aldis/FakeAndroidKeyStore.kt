package app.aldis

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.InputStream
import java.io.OutputStream
import java.security.AlgorithmParameters
import java.security.InvalidAlgorithmParameterException
import java.security.InvalidKeyException
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.ProviderException
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec
import org.junit.rules.ExternalResource

/**
 * What of AndroidKeyStore an app meets that wraps secrets by AES-GCM, in memory. No key gives out its bytes; the cipher
 * chooses its own nonces. It breaks on demand. It shows nothing of hardware.
 */
class FakeAndroidKeyStore : ExternalResource() {
    private val provider = object : Provider("AndroidKeyStore", "1", "stand-in for tests") {
        init {
            put("KeyStore.AndroidKeyStore", Store::class.java.name)
            put("KeyGenerator.AES", Maker::class.java.name)
            put("Cipher.AES/GCM/NoPadding", Gcm::class.java.name)
            put("Cipher.AES/GCM/NoPadding SupportedKeyClasses", HeldKey::class.java.name)
        }
    }

    override fun before() {
        held.clear()
        made = 0
        trouble = null
        chip = { false }
        Security.insertProviderAt(provider, 1)
    }

    override fun after() = Security.removeProvider(provider.name)

    val aliases: Set<String> get() = held.keys.toSet()

    /** Keys made so far. */
    val count: Int get() = made

    /** What a phone with broken hardware does: thrown at every making and every use, until it is null again. */
    fun breakWith(error: (() -> Exception)?) {
        trouble = error
    }

    /** What a phone does whose screen lock was removed while a key was bound to it. */
    fun invalidateAll() = held.values.forEach { it.valid = false }

    /** How the security chip answers a request for a key; a StrongBox that works returns true. */
    fun chip(answer: () -> Boolean) {
        chip = answer
    }

    class HeldKey(val spec: KeyGenParameterSpec, val secret: SecretKeySpec) : SecretKey {
        var valid = true

        override fun getAlgorithm() = "AES"

        override fun getFormat(): String? = null

        override fun getEncoded(): ByteArray? = null
    }

    class Maker : KeyGeneratorSpi() {
        private var spec: KeyGenParameterSpec? = null

        override fun engineInit(params: AlgorithmParameterSpec?, random: SecureRandom?) {
            spec = params as? KeyGenParameterSpec ?: throw InvalidAlgorithmParameterException("a KeyGenParameterSpec is wanted")
        }

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(bits: Int, random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineGenerateKey(): SecretKey {
            trouble?.let { throw it() }
            val wanted = checkNotNull(spec) { "not initialised" }
            if (isForChip(wanted) && !chip()) throw ProviderException("no such chip")
            made++
            return HeldKey(wanted, SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES"))
                .also { held[wanted.keystoreAlias] = it }
        }

        private fun isForChip(spec: KeyGenParameterSpec) =
            android.os.Build.VERSION.SDK_INT >= android.os.Build.VERSION_CODES.P && spec.isStrongBoxBacked
    }

    class Store : KeyStoreSpi() {
        override fun engineLoad(from: InputStream?, password: CharArray?) = Unit

        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            trouble?.let { throw it() }
            return held[alias]
        }

        override fun engineContainsAlias(alias: String) = alias in held

        override fun engineDeleteEntry(alias: String) {
            held.remove(alias)
        }

        override fun engineAliases() = Collections.enumeration(held.keys.toList())

        override fun engineSize() = held.size

        override fun engineIsKeyEntry(alias: String) = alias in held

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificateAlias(certificate: Certificate): String? = null

        override fun engineStore(to: OutputStream?, password: CharArray?) = throw UnsupportedOperationException()

        override fun engineSetKeyEntry(a: String?, k: Key?, p: CharArray?, c: Array<out Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetKeyEntry(a: String?, k: ByteArray?, c: Array<out Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(a: String?, c: Certificate?) = throw UnsupportedOperationException()
    }

    class Gcm : CipherSpi() {
        private val real = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

        private fun begin(mode: Int, key: Key, params: AlgorithmParameterSpec?) {
            trouble?.let { throw it() }
            if (key !is HeldKey) throw InvalidKeyException("not a key of this store")
            if (!key.valid) throw android.security.keystore.KeyPermanentlyInvalidatedException()
            val purpose = if (mode == Cipher.ENCRYPT_MODE) KeyProperties.PURPOSE_ENCRYPT else KeyProperties.PURPOSE_DECRYPT
            if (key.spec.purposes and purpose == 0) throw InvalidKeyException("purpose $purpose is not allowed")
            if (mode == Cipher.ENCRYPT_MODE && params != null) throw InvalidAlgorithmParameterException("the nonce is the store's to choose")
            if (mode == Cipher.DECRYPT_MODE && params !is GCMParameterSpec) throw InvalidAlgorithmParameterException("a nonce is wanted")
            if (params == null) real.init(mode, key.secret) else real.init(mode, key.secret, params)
        }

        override fun engineInit(mode: Int, key: Key, random: SecureRandom?) = begin(mode, key, null)

        override fun engineInit(mode: Int, key: Key, spec: AlgorithmParameterSpec?, random: SecureRandom?) = begin(mode, key, spec)

        override fun engineInit(mode: Int, key: Key, params: AlgorithmParameters?, random: SecureRandom?) =
            begin(mode, key, params?.getParameterSpec(GCMParameterSpec::class.java))

        override fun engineSetMode(mode: String?) = Unit

        override fun engineSetPadding(padding: String?) = Unit

        override fun engineGetBlockSize() = 16

        override fun engineGetOutputSize(size: Int) = real.getOutputSize(size)

        override fun engineGetIV(): ByteArray? = real.iv

        override fun engineGetParameters(): AlgorithmParameters? = real.parameters

        override fun engineUpdate(from: ByteArray, at: Int, size: Int): ByteArray? = real.update(from, at, size)

        override fun engineUpdate(from: ByteArray, at: Int, size: Int, to: ByteArray, toAt: Int) = real.update(from, at, size, to, toAt)

        override fun engineDoFinal(from: ByteArray?, at: Int, size: Int): ByteArray =
            if (from == null) real.doFinal() else real.doFinal(from, at, size)

        override fun engineDoFinal(from: ByteArray?, at: Int, size: Int, to: ByteArray, toAt: Int) =
            if (from == null) real.doFinal(to, toAt) else real.doFinal(from, at, size, to, toAt)
    }

    private companion object {
        val held = LinkedHashMap<String, HeldKey>()
        var made = 0
        var trouble: (() -> Exception)? = null
        var chip: () -> Boolean = { false }
    }
}
