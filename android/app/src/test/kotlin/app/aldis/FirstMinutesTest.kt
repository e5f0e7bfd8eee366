package app.aldis

import org.junit.Assert.assertTrue
import org.junit.Test

/** From the first start to the home screen, and back through the lock. */
class FirstMinutesTest : PhoneTest() {
    @Test
    fun a_phone_is_set_up_locked_and_unlocked() {
        val passphrase = setUp()
        shoot("home-nobody")
        press("Lock now")
        until("Show")
        shoot("unlock")
        unlock(passphrase)
        assertTrue(sees("Meet somebody"))
    }
}
