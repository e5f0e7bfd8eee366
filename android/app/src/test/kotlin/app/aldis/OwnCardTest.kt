package app.aldis

import android.widget.EditText
import android.widget.TextView
import app.aldis.engine.Found
import app.aldis.engine.Refusal
import app.aldis.engine.Verdict
import app.aldis.shell.Where
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** The card that ends this phone: drawn, copied, proven by the copy, forgotten, and taken by the people of this phone. */
class OwnCardTest : PhoneTest() {
    @Test
    fun a_card_proven_by_its_words_ends_this_phone_for_whom_it_meets_afterwards() {
        plugCamera()
        setUp()
        toTheCard()
        assertTrue("first of all", sees("This does not bring anything back."))
        press("Make a card")
        val copy = words(13)
        val bob = peer()
        val code = shownTo(bob).single() as Found.EndCard

        press("Type the words")
        assertFalse("the words are off the screen while their copy is typed", copy.any { word -> words().any { it == word || "\n$word" in it } })
        type("The thirteen words of the card", copy.reversed().joinToString(" "))
        press("I have a copy: check it")
        assertTrue(sees("This is not the card that was shown"))
        assertFalse(app.shell.phoneForTests().hasCard())
        press("Show the card again")
        assertEquals("the same card", copy, words(13))
        press("Type the words")
        // As somebody types from paper: numbered, in lines, in capitals.
        type("The thirteen words of the card", copy.withIndex().joinToString("\n") { (at, word) -> "${at + 1}. ${word.uppercase()}" })
        press("I have a copy: check it")
        assertTrue(sees("The card counts from now on"))
        assertTrue(app.shell.phoneForTests().hasCard())
        press("Done")

        app.shell.go(Where.Home)
        settle()
        meet(bob)
        val verdict = bob.phone.judge(code.card) as Verdict.Ends
        bob.phone.end(verdict.ending)
        assertThrows(Refusal::class.java) { bob.write("To a phone that was ended.") }
    }

    @Test
    fun a_card_is_proven_by_the_camera_too_and_another_one_is_not_taken_for_it() {
        plugCamera()
        setUp()
        toTheCard()
        press("Make a card")
        val drawn = (shownTo(peer()).single() as Found.EndCard).card
        press("Scan the copy")
        show(peer().phone.drawCard().modules())
        assertTrue("${words()}", sees("This is not the card that was shown"))
        assertFalse(app.shell.phoneForTests().hasCard())
        show(drawn.modules())
        assertTrue("${words()}", sees("The card counts from now on"))
        assertTrue(app.shell.phoneForTests().hasCard())
    }

    @Test
    fun a_card_that_was_not_proven_never_was() {
        setUp()
        toTheCard()
        press("Make a card")
        val first = words(13)
        press("Cancel")
        assertFalse(app.shell.phoneForTests().hasCard())
        toTheCard()
        press("Make a card")
        assertTrue("drawn anew", first != words(13))
        press("Type the words")
        type("The thirteen words of the card", first.joinToString(" "))
        press("I have a copy: check it")
        assertTrue(sees("This is not the card that was shown"))
        assertEquals("what was typed is gone", "", find<EditText> { it.isShown }!!.text.toString())
    }

    private fun toTheCard() {
        app.shell.go(Where.Home)
        settle()
        press("Settings")
        press("An end-this-phone card")
    }

    private fun words(count: Int): List<String> =
        find<TextView> { it.isShown && it.text.count { char -> char == '\n' } == count - 1 }!!.text.toString().split('\n')
}
