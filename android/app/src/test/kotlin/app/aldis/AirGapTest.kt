package app.aldis

import android.app.KeyguardManager
import android.content.Intent
import android.provider.Settings
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What the phone says of itself, on the first page and while it is used. */
@Config(sdk = [26, 34])
class AirGapTest : PhoneTest() {
    @Test
    fun a_phone_without_a_screen_lock_is_told_so_and_what_to_do_and_sees_it_done() {
        val keyguard = shadowOf(app.getSystemService(KeyguardManager::class.java))
        keyguard.setIsDeviceSecure(false)
        pickUp()
        until("This phone")
        assertTrue("${words()}", sees("There is none. Set a long PIN or a password in Android's settings, under Security."))
        keyguard.setIsDeviceSecure(true)
        hand.pause().resume()
        settle()
        assertTrue("${words()}", sees("There is one. A long PIN or a password is best."))
        assertFalse(sees("There is none. Set a long PIN"))
    }

    @Test
    fun before_there_is_a_vault_there_is_nothing_to_breach() {
        airplane(0)
        pickUp()
        until("This phone")
        assertTrue("${words()}", sees("It is off. Switch it on and leave it on for good."))
        assertFalse("${words()}", sees("Seen while Aldis was open"))
    }

    @Test
    fun what_cannot_be_read_is_said_to_be_not_checked() {
        pickUp()
        until("This phone")
        assertTrue("${words()}", sees("Not checked"))
    }

    @Test
    fun flight_mode_that_goes_off_while_it_is_used_stays_said_until_it_was_seen() {
        airplane(1)
        setUp()
        airplane(0)
        assertTrue("${app.shell.findings}: ${words()}", sees("Flight mode: this was not as it should be."))
        airplane(1)
        assertTrue("back on, and still said", sees("Flight mode: this was not as it should be."))
        press("Settings")
        press("Back")
        assertTrue(sees("Flight mode: this was not as it should be."))
        press("I have seen this")
        assertFalse(sees("this was not as it should be"))
    }

    @Test
    fun what_opens_while_its_own_page_is_looked_at_stays_said_too() {
        airplane(1)
        setUp()
        press("This phone")
        airplane(0)
        airplane(1)
        press(if (sees("Continue all the same")) "Continue all the same" else "Continue")
        assertTrue("${words()}", sees("Flight mode: this was not as it should be."))
    }

    /** The system's switch, and what it tells everybody. */
    private fun airplane(mode: Int) {
        Settings.Global.putString(app.contentResolver, Settings.Global.AIRPLANE_MODE_ON, "$mode")
        app.sendBroadcast(Intent(Intent.ACTION_AIRPLANE_MODE_CHANGED))
        settle()
    }
}
