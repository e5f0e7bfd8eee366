package app.aldis

import android.content.pm.PackageManager
import android.security.keystore.UserNotAuthenticatedException
import app.aldis.guard.KeystoreWrapper
import app.aldis.shell.KeyTrouble
import app.aldis.shell.Tier
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The wrapper against a stand-in: what it asks of the hardware, and what it makes of each way in which that fails. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 34])
class KeystoreTest {
    @get:Rule val keystore = FakeAndroidKeyStore()
    private val keys = KeystoreWrapper(RuntimeEnvironment.getApplication())
    private val secret = ByteArray(32) { it.toByte() }

    @Test
    fun what_was_wrapped_comes_back_and_every_wrapping_differs() {
        keys.make("one")
        val wrapped = keys.wrap("one", secret)
        assertEquals(12 + 32 + 16, wrapped.size)
        assertFalse(wrapped.contentEquals(keys.wrap("one", secret)))
        assertArrayEquals(secret, keys.unwrap("one", wrapped))
    }

    @Test
    fun a_key_is_bound_to_the_hardware_and_to_nothing_else() {
        keys.make("one")
        val spec = (java.security.KeyStore.getInstance("AndroidKeyStore").apply { load(null) }.getKey("one", null) as FakeAndroidKeyStore.HeldKey).spec
        assertFalse("a changed screen lock must not kill it", spec.isUserAuthenticationRequired)
        assertEquals(256, spec.keySize)
        assertTrue(spec.isRandomizedEncryptionRequired)
        if (android.os.Build.VERSION.SDK_INT >= 28) assertFalse(spec.isUnlockedDeviceRequired)
    }

    @Test
    fun a_changed_byte_a_deleted_key_and_a_short_secret_are_trouble() {
        keys.make("one")
        val wrapped = keys.wrap("one", secret)
        wrapped[20] = (wrapped[20] + 1).toByte()
        assertEquals(KeyTrouble.Kind.BROKEN, trouble { keys.unwrap("one", wrapped) })
        assertEquals(KeyTrouble.Kind.BROKEN, trouble { keys.unwrap("one", ByteArray(5)) })
        keys.delete("one")
        assertEquals(KeyTrouble.Kind.GONE, trouble { keys.wrap("one", secret) })
        keys.delete("one")
    }

    @Test
    fun each_way_of_failing_is_one_of_three() {
        keys.make("one")
        val wrapped = keys.wrap("one", secret)
        val ways = mapOf<() -> Exception, KeyTrouble.Kind>(
            { UnrecoverableKeyException() } to KeyTrouble.Kind.BROKEN,
            { AEADBadTagException() } to KeyTrouble.Kind.BROKEN,
            { UserNotAuthenticatedException() } to KeyTrouble.Kind.BROKEN,
            { ProviderException("keystore busy") } to KeyTrouble.Kind.TRANSIENT,
            { java.io.IOException() } to KeyTrouble.Kind.TRANSIENT,
            { IllegalStateException() } to KeyTrouble.Kind.TRANSIENT,
        )
        for ((error, wanted) in ways) {
            keystore.breakWith(error)
            assertEquals("${error()}", wanted, trouble { keys.unwrap("one", wrapped) })
        }
        keystore.breakWith(null)
        assertArrayEquals(secret, keys.unwrap("one", wrapped))
        keystore.invalidateAll()
        assertEquals(KeyTrouble.Kind.GONE, trouble { keys.unwrap("one", wrapped) })
    }

    @Test
    @Config(sdk = [34])
    fun a_chip_is_used_where_it_works_and_never_asked_again_where_it_does_not() {
        var asked = 0
        shadowOf(RuntimeEnvironment.getApplication().packageManager).setSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE, true)
        keystore.chip {
            asked++
            true
        }
        assertEquals(Tier.STRONGBOX, keys.make("one"))
        keystore.chip {
            asked++
            false
        }
        val others = KeystoreWrapper(RuntimeEnvironment.getApplication())
        assertTrue(others.make("two") != Tier.STRONGBOX)
        assertTrue(others.make("three") != Tier.STRONGBOX)
        assertEquals(2, asked)
        assertArrayEquals(secret, others.unwrap("three", others.wrap("three", secret)))
    }

    @Test
    fun what_cannot_be_asked_is_taken_for_the_weakest() = assertEquals(Tier.SOFTWARE, keys.make("one"))

    private fun trouble(act: () -> Unit): KeyTrouble.Kind = assertThrows(KeyTrouble::class.java) { act() }.kind
}
