package app.aldis.guard

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.os.SystemClock
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import app.aldis.shell.KeyTrouble
import app.aldis.shell.KeyTrouble.Kind
import app.aldis.shell.KeyWrapper
import app.aldis.shell.Tier
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.SecretKeyFactory
import javax.crypto.spec.GCMParameterSpec

/**
 * Keys in Android's Keystore: AES-256-GCM, bound to the hardware and to nothing else. Not to the screen lock: changing
 * it would kill the key, and the passphrase is the lock. A separate security chip is used where it proves quick enough.
 */
class KeystoreWrapper(private val context: Context) : KeyWrapper {
    private val store: KeyStore by lazy { KeyStore.getInstance(PROVIDER).apply { load(null) } }

    /** Once a chip has failed on this phone it is not asked again until the app is started anew. */
    private var chipFailed = false

    override fun make(alias: String): Tier = mapped {
        if (mayHaveChip() && makeInChip(alias)) Tier.STRONGBOX else {
            generate(spec(alias).build())
            tier(alias)
        }
    }

    override fun wrap(alias: String, secret: ByteArray): ByteArray = mapped {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.ENCRYPT_MODE, key(alias))
        cipher.iv + cipher.doFinal(secret)
    }

    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray = mapped {
        if (wrapped.size < IV_BYTES) throw KeyTrouble(Kind.BROKEN)
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key(alias), GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
        cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
    }

    override fun delete(alias: String) = mapped { store.deleteEntry(alias) }

    override fun aliases(): List<String> = mapped { store.aliases().toList() }

    private fun mayHaveChip() = Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && !chipFailed &&
        context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)

    /** A chip that fails or drags now would do so at every unlock: then the processor's protected part it is. */
    private fun makeInChip(alias: String): Boolean {
        val began = SystemClock.elapsedRealtime()
        val works = try {
            generate(NewerKeys.inChip(spec(alias)).build())
            val sample = ByteArray(SAMPLE_BYTES)
            val wrapped = wrap(alias, sample)
            (1..2).all { unwrap(alias, wrapped).contentEquals(sample) }
        } catch (_: GeneralSecurityException) {
            false
        } catch (_: ProviderException) {
            false
        } catch (_: KeyTrouble) {
            false
        }
        val quick = SystemClock.elapsedRealtime() - began <= CHIP_MILLISECONDS
        if (works && quick) return true
        chipFailed = true
        try {
            store.deleteEntry(alias)
        } catch (_: GeneralSecurityException) {
            // The next key of this name takes its place.
        }
        return false
    }

    private fun generate(spec: KeyGenParameterSpec) {
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
        generator.init(spec)
        generator.generateKey()
    }

    private fun spec(alias: String) =
        KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)

    private fun key(alias: String): SecretKey =
        store.getKey(alias, null) as? SecretKey ?: throw KeyTrouble(Kind.GONE)

    /** What cannot be asked is taken for the weakest. */
    private fun tier(alias: String): Tier = try {
        val key = key(alias)
        val info = SecretKeyFactory.getInstance(key.algorithm, PROVIDER).getKeySpec(key, KeyInfo::class.java) as KeyInfo
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) NewerKeys.tier(info) else older(info)
    } catch (_: GeneralSecurityException) {
        Tier.SOFTWARE
    }

    @Suppress("DEPRECATION")
    private fun older(info: KeyInfo) = if (info.isInsideSecureHardware) Tier.TEE else Tier.SOFTWARE

    /** Every way in which makers' Keystores fail, as one of three; the order matters. */
    private fun <T> mapped(act: () -> T): T = try {
        act()
    } catch (error: KeyPermanentlyInvalidatedException) {
        throw KeyTrouble(Kind.GONE, error)
    } catch (error: UnrecoverableKeyException) {
        throw KeyTrouble(Kind.BROKEN, error)
    } catch (error: GeneralSecurityException) {
        throw KeyTrouble(Kind.BROKEN, error)
    } catch (error: ProviderException) {
        throw KeyTrouble(Kind.TRANSIENT, error)
    } catch (error: IOException) {
        throw KeyTrouble(Kind.TRANSIENT, error)
    } catch (error: IllegalStateException) {
        // What Android 12 and later throw where the Keystore's service is busy or gone.
        throw KeyTrouble(Kind.TRANSIENT, error)
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
        const val IV_BYTES = 12
        const val SAMPLE_BYTES = 32
        const val CHIP_MILLISECONDS = 2000L
    }
}
