package app.aldis

import android.widget.EditText
import app.aldis.engine.PersonId
import app.aldis.engine.Phone
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Phones that are lost, taken, or unlocked under force: what a person sees and can do, by the words on the screen. */
class SeizureScreensTest : PhoneTest() {
    private fun home() {
        app.shell.done()
        settle()
    }

    private fun openBob() {
        press("People")
        press("Open Bob")
    }

    @Test
    fun a_card_that_somebody_brings_is_scanned_and_ends_its_owner_after_three_seconds() {
        plugCamera()
        setUp()
        val bob = peer()
        val card = bob.phone.drawCard().also(bob.phone::adoptCard)
        bob.meetQuietly(app.shell)
        home()
        press("Scan")
        show(card.modules())
        assertTrue("${words()}", sees("This ends Bob for good."))
        shoot("take-card-sure", wholePage())
        press("Cancel")
        openBob()
        assertTrue("nothing has changed", sees("Confirmed"))
        home()

        press("People")
        press("Somebody's end-this-phone card")
        shoot("take-card", wholePage())
        press("Type the thirteen words")
        type("The thirteen words of the card", "one two three")
        press("Look whose it is")
        assertTrue(sees("These are not the thirteen words of a card."))
        press("Scan the card")
        val stranger = peer().phone
        show(stranger.drawCard().modules())
        assertTrue(sees("This card is of nobody whom this phone knows. Nothing was changed."))
        shoot("take-card-foreign", wholePage())
        press("Scan another card")
        show(card.modules())
        holdDown("End Bob")
        assertTrue(sees("Bob: ended for good."))
        press("Done")
        openBob()
        assertTrue("${words()}", sees("Their card was shown to this phone: "))
        shoot("person-ended", wholePage())
        assertEquals(null, find<android.widget.Button> { it.text.toString() == "Write" })
        press("Meet again")
        press("I show first")
        bob.phone.burnPerson(bob.phone.people().single().id)
        val second = bob.meet("Alice", reelShownTo(bob)) as app.aldis.engine.Meeting.Second
        press("The other phone has it")
        var number = 0u
        while (!sees("was ended with its card")) {
            check(number < 30u) { "the phone that was ended is met again: ${words()}" }
            show(second.reel.modules(number++))
        }
        assertTrue("a stolen phone stays out", sees("It has to be set up anew"))
    }

    @Test
    fun a_second_passphrase_is_set_tried_out_and_opens_a_phone_that_looks_new() {
        val passphrase = setUp()
        peer().meetQuietly(app.shell)
        home()
        press("Settings")
        press("Second passphrase")
        shoot("second", wholePage())
        press("Set a second passphrase")
        assertTrue(sees("Destroying data under a lawful order may be a crime"))
        shoot("second-law", wholePage())
        press("I understand")
        shoot("second-whom", wholePage())
        press("Nobody stays")
        fun set(second: String) {
            type("Your passphrase", passphrase)
            type("Second passphrase", second)
            type("The second one once more", second)
            press("Set it")
        }
        set("$passphrase too")
        until("one begins the other")
        shoot("second-refused", wholePage())
        set("rain on the roof")
        until("The second passphrase is set.")
        press("Test it")
        type("Passphrase", "rain on the roof")
        press("Test it")
        until("It was compared, and nothing was done.")
        shoot("second-test", wholePage())
        press("Back")
        press("Back")
        press("Back")
        assertTrue("${words()}", sees("People"))
        press("Lock now")
        unlock("rain on the roof")
        assertTrue(sees("Nobody is here yet."))
        shoot("second-opened")
        press("Lock now")
        until("Unlock")
        find<EditText> { true } ?: until("Show")
        type("Passphrase", passphrase)
        press("Unlock")
        until("Wrong passphrase.")
    }

    /** Bob unlocks with the second passphrase, which keeps Alice. */
    private fun underForce(bob: Peer): Phone {
        val alice = bob.phone.people().single().id
        bob.phone.setSecondPassphrase(direct("another passphrase"), direct("rain on the roof"), alice)
        return bob.phone.lock().use { it.unlock(direct("rain on the roof")) }
    }

    @Test
    fun an_unlock_under_force_is_told_at_home_and_says_what_not_to_write_back() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        home()
        underForce(bob).use { forced ->
            press("Scan")
            show(forced.writeSignOfLife(PersonId(1u)).modules())
            assertTrue(sees("A sign of life from Bob."))
            assertFalse("the other phone still looks on", sees("force"))
            shoot("alarm-scan", wholePage())
            press("Done")
            assertTrue(sees("Bob's phone says that it was unlocked under force."))
            assertTrue(sees("Do not write back that you know"))
            shoot("alarm-home", wholePage())
            press("I have seen this")
            assertFalse(sees("force"))
            openBob()
            assertTrue("${words()}", sees("unlocked under force: since "))
            assertTrue(sees("with message 1."))
            shoot("alarm-person", wholePage())
            home()
            press("Write")
            assertTrue(sees("Do not write back that you know"))
            home()
            press("Scan")
            show(forced.write(PersonId(1u), direct("All is well, send me the names."), null).modules())
            press("Open")
            assertTrue(sees("All is well, send me the names."))
            assertTrue(sees("Do not write back that you know"))
            shoot("alarm-read", wholePage())
        }
    }

    @Test
    fun nothing_burns_from_the_lock_screen_unless_the_owner_has_switched_that_on() {
        setUp()
        press("Lock now")
        until("Passphrase forgotten?")
        assertEquals("off at first", null, find<app.aldis.ui.HoldButton> { true })
        shoot("unlock-burn-off", wholePage())
    }

    @Test
    fun the_switch_brings_the_button_and_the_button_burns() {
        setUp()
        press("Settings")
        press("Allow burning from the lock screen")
        assertTrue(sees("Forbid burning from the lock screen"))
        shoot("settings", wholePage())
        home()
        press("Lock now")
        until("Passphrase forgotten?")
        assertNotNull(find<app.aldis.ui.HoldButton> { true })
        shoot("unlock-burn-on", wholePage())
        holdDown("Burn everything")
        until("This phone")
        assertTrue(keystore.aliases.isEmpty())
    }

    @Test
    fun a_notice_is_switched_on_for_one_person_and_a_notice_that_comes_is_told_at_home() {
        plugCamera()
        setUp()
        val (bob, carol) = peer() to peer()
        val card = carol.phone.drawCard().also(carol.phone::adoptCard)
        bob.meetQuietly(app.shell)
        carol.meetQuietly(app.shell, "Carol")
        meet(bob.phone, "Carol", carol.phone, "Bob")
        home()
        openBob()
        assertTrue("${words()}", sees("Gets text until "))
        shoot("person", wholePage())
        press("Notices of ended phones")
        assertTrue(sees("Off"))
        assertTrue(sees("Bob then learns that you knew that person"))
        press("Switch on")
        press("Notices of ended phones")
        assertTrue(sees("On"))
        shoot("notices", wholePage())
        home()

        val (alice, ended) = bob.phone.people().let { it.first().id to it.last().id }
        bob.phone.setNotices(alice, true)
        val verdict = bob.phone.judge(card) as app.aldis.engine.Verdict.Ends
        assertEquals(listOf(ended), verdict.people)
        bob.phone.end(verdict.ending)
        press("Scan")
        show(bob.phone.write(alice, direct("Bad news."), null).modules())
        press("Open")
        press("Burn it")
        assertTrue("${words()}", sees("Carol's phone was ended with its card: a message from Bob says so"))
        shoot("notice-home", wholePage())
        press("I have seen this")
        press("People")
        assertTrue(sees("A message from Bob carried what is on their card"))
        shoot("people", wholePage())
    }

    @Test
    fun somebody_is_met_again_and_what_was_under_way_still_arrives() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        val alice = bob.phone.people().single().id
        val underWay = bob.phone.write(alice, direct("I am changing phones."), null)
        home()
        openBob()
        press("Meet again")
        assertTrue(sees("You meet Bob again."))
        shoot("again", wholePage())
        press("I show first")
        val second = bob.meet("Alice", reelShownTo(bob), again = true) as app.aldis.engine.Meeting.Second
        press("The other phone has it")
        var number = 0u
        while (!sees("Step 3")) {
            check(number < 30u) { "the second code was not read: ${words()}" }
            show(second.reel.modules(number++))
        }
        bob.meet("Alice", shownTo(bob).single(), again = true)
        press("The other phone has it")
        press("They match")
        val anew = bob.phone.people().last().id.also(bob.phone::confirm)
        press("Go on without")
        press("Not now")

        press("Scan")
        show(underWay.modules())
        press("Open")
        assertTrue(sees("I am changing phones."))
        assertTrue(sees("It came by your earlier meeting with Bob"))
        press("Burn it")
        press("People")
        assertTrue("${words()}", sees("The earlier meeting: it receives until the new one has brought a message"))
        shoot("again-people", wholePage())
        home()
        press("Scan")
        show(bob.phone.writeSignOfLife(anew).modules())
        press("Done")
        press("People")
        assertFalse(sees("The earlier meeting"))
        assertEquals(1, words().count { it == "Open Bob" })
    }
}
