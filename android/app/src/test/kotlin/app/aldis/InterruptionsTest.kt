package app.aldis

import android.os.Bundle
import android.widget.EditText
import app.aldis.shell.Where
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.annotation.Config

/** Whatever takes the phone out of a hand: nothing is lost, nothing gets out, and it is locked. */
@Config(sdk = [26, 34])
class InterruptionsTest : MortalTest() {
    @Test
    fun a_draft_is_sealed_at_the_lock_and_in_nobodys_bundle() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        app.shell.go(Where.Write(bob.meetQuietly(app.shell)))
        settle()
        type("Your message", "Not for the bundle.")
        val bundle = Bundle()
        hand.pause().stop().saveInstanceState(bundle)
        settle()
        assertFalse("nothing typed is in what the system keeps", "Not for the bundle" in everythingIn(bundle))
        assertFalse(app.shell.isUnlocked)
        dieAndComeBack(bundle)
        unlock(passphrase)
        press("Go on writing to Bob")
        assertEquals("Not for the bundle.", find<EditText> { true }!!.text.toString())
        press("Show as a code")
        press("Done")
        assertFalse("shown, and gone", sees("Go on writing"))
    }

    @Test
    fun a_passphrase_is_in_nobodys_bundle() {
        setUp()
        press("Lock now")
        until("Show")
        type("Passphrase", "open sesame")
        press("Show")
        val bundle = Bundle()
        hand.pause().stop().saveInstanceState(bundle)
        assertFalse("sesame" in everythingIn(bundle))
    }

    @Test
    fun the_screen_going_off_locks_and_burns_nothing() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        press("Lock now")
        unlock(passphrase)
        press("Scan")
        show(bob.write("Still here.").modules())
        press("Open")
        assertTrue(sees("Still here."))
        hand.pause().stop()
        settle()
        assertFalse(sees("Still here."))
        hand.restart().start().resume()
        unlock(passphrase)
        press("Bob: a message that you have opened")
        assertTrue(sees("Still here."))
        assertTrue(id > 0)
    }

    @Test
    fun a_meeting_that_was_interrupted_is_begun_again() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I show first")
        bob.meet("Alice", reelShownTo(bob))
        hand.pause().stop()
        hand.restart().start().resume()
        unlock(passphrase)
        assertTrue(sees("Nobody is here yet"))
        val other = peer()
        meet(other)
        assertTrue(sees("Practise before you part"))
    }

    @Test
    fun a_meeting_cut_off_before_the_words_is_finished_later() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I show first")
        val second = bob.meet("Alice", reelShownTo(bob)) as app.aldis.engine.Meeting.Second
        press("The other phone has it")
        var number = 0u
        while (!sees("Step 3")) show(second.reel.modules(number++))
        hand.pause().stop()
        hand.restart().start().resume()
        unlock(passphrase)
        press("People")
        assertTrue(sees("The four words were not compared yet"))
        press("Open Bob")
        press("Compare the four words")
        press("They match")
        assertTrue(sees("Confirmed"))
    }

    @Test
    fun back_goes_back_and_from_home_out_of_the_app() {
        setUp()
        press("Settings")
        press("Change the passphrase")
        back()
        assertTrue(sees("Lock after"))
        back()
        assertTrue(sees("Meet somebody"))
        back()
        assertTrue("it went to the back, and was not closed", !activity.isFinishing)
    }

    @Test
    fun the_guide_opens_page_by_page_and_for_whoever_has_forgotten_the_passphrase_too() {
        val passphrase = setUp()
        press("Help")
        press("Before you begin")
        assertTrue(sees("Remove the account first."))
        back()
        press("Meeting")
        assertTrue(sees("Read them aloud."))
        press("Back")
        press("Back")
        press("Lock now")
        until("Passphrase forgotten?")
        press("Help")
        press("The passphrase is forgotten")
        assertTrue(sees("There is no way to get in."))
        back()
        back()
        unlock(passphrase)
    }

    @Test
    fun from_a_code_there_is_no_way_back_to_its_text() {
        setUp()
        val bob = peer()
        app.shell.go(Where.Write(bob.meetQuietly(app.shell)))
        settle()
        type("Your message", "Once and never again.")
        press("Show as a code")
        back()
        assertTrue(sees("Scan"))
        assertFalse(words().any { "Once" in it })
        press("Write")
        assertEquals("", find<EditText> { true }!!.text.toString())
    }

    @Test
    fun a_burn_takes_a_swipe_from_end_to_end_and_a_slip_takes_nothing() {
        setUp()
        press("Settings")
        press("Burn everything")
        val button = find<app.aldis.ui.HoldButton> { true }!!
        fun swipe(vararg places: Float) {
            touch(button, android.view.MotionEvent.ACTION_DOWN, places.first())
            places.forEach { touch(button, android.view.MotionEvent.ACTION_MOVE, it) }
            touch(button, android.view.MotionEvent.ACTION_UP, places.last())
            settle()
        }
        for (slip in listOf(floatArrayOf(0.1f), floatArrayOf(0.1f, 0.6f), floatArrayOf(0.4f, 0.9f), floatArrayOf(0.1f, 0.9f, 0.1f), floatArrayOf(0.1f, 1.2f, 0.9f))) {
            swipe(*slip)
            assertTrue("${slip.toList()}", app.shell.isUnlocked && sees("Burn everything"))
        }
        swipe(0.9f, 0.5f, 0.1f)
        until("This phone")
        assertTrue(keystore.aliases.isEmpty())
    }

    @Test
    fun a_burn_takes_three_seconds_and_a_shorter_touch_takes_nothing() {
        setUp()
        press("Settings")
        press("Burn everything")
        val button = find<app.aldis.ui.HoldButton> { true }!!
        touch(button, android.view.MotionEvent.ACTION_DOWN)
        pass(1500)
        touch(button, android.view.MotionEvent.ACTION_UP)
        pass(5000)
        assertTrue("a slip", sees("Burn everything"))
        assertTrue(app.shell.isUnlocked)
        holdDown("Burn everything")
        until("This phone")
        assertTrue(keystore.aliases.isEmpty())
    }

    private fun back() {
        activity.runOnUiThread { @Suppress("DEPRECATION") activity.onBackPressed() }
        settle()
    }
}
