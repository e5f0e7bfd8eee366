package app.aldis

import android.widget.EditText
import android.widget.TextView
import app.aldis.engine.Found
import app.aldis.engine.Share
import app.aldis.shell.Where
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** A phone before a border and after it, by the words on the screen: its share is drawn, left, asked for and given. */
class TravelScreensTest : MortalTest() {
    @Test
    fun a_share_is_left_with_somebody_asked_for_and_typed() {
        plugCamera()
        val passphrase = setUp()
        peer().meetQuietly(app.shell)
        toTheShare()
        assertTrue(sees("Without its share nothing opens this phone: nobody who has it, and not you."))
        assertTrue(sees("If the share is lost, everything here is lost."))
        press("Draw a share")
        val copy = thirteen()
        press("Type the words")
        assertFalse("the words are off the screen while their copy is typed", copy.any { word -> words().any { it == word || "\n$word" in it } })
        type(FIELD, copy.reversed().joinToString(" "))
        press("I have a copy: check it")
        assertTrue(sees("This is not the share that was shown"))
        press("Show the share again")
        assertEquals("the same share", copy, thirteen())
        press("Type the words")
        type(FIELD, copy.withIndex().joinToString("\n") { (at, word) -> "${at + 1}. ${word.uppercase()}" })
        press("I have a copy: check it")
        until("From now on this phone does not open without its share.")
        press("Lock now")
        until("This phone does not open")
        assertTrue(sees("Then it does not open without it."))
        assertFalse("nothing is erased, and nothing burned, from here", sees("Erase") || sees("Burn"))

        press("Give the share")
        press("Type the thirteen words")
        type(FIELD, "one two three")
        press("Open with it")
        assertTrue(sees("These are not the thirteen words of a share. Nothing was counted."))
        assertEquals("what was typed is gone", "", find<EditText> { it.isShown }!!.text.toString())
        type(FIELD, copy.joinToString(" ") { it.take(4) })
        press("Open with it")
        unlock(passphrase)
        assertTrue(sees("People"))
        toTheShare()
        assertTrue(sees("This phone does not open without its share."))
        press("Open without the share")
        until("This phone opens without the share again.")
        press("Done")
        app.shell.left()
        unlock(passphrase)
    }

    @Test
    fun a_share_is_proven_and_given_by_the_camera_and_no_other_is_taken_for_it() {
        plugCamera()
        val passphrase = setUp()
        toTheShare()
        press("Draw a share")
        val share = (shownTo(peer()).single() as Found.TravelShare).share
        press("Scan the copy")
        show(peer().phone.drawShare().modules())
        assertTrue("${words()}", sees("This is not the share that was shown"))
        show(peer().phone.drawCard().modules())
        assertTrue("${words()}", sees("An end-this-phone card."))
        show(share.modules())
        until("From now on this phone does not open without its share.")
        press("Lock now")
        until("This phone does not open")
        press("Give the share")
        press("Scan the share")
        show(peer().phone.drawShare().modules())
        until("This share does not open this phone.")
        press("Scan the share")
        show(share.modules())
        unlock(passphrase)
        press("Lock now")
        until("This phone does not open")
    }

    @Test
    fun power_that_goes_leaves_the_share_as_needed_as_it_was() {
        plugCamera()
        val passphrase = setUp()
        toTheShare()
        press("Draw a share")
        powerGoesAndComesBack()
        unlock(passphrase)
        val share = leave(passphrase)
        press("Give the share")
        press("Scan the share")
        show(share.modules())
        until("Passphrase forgotten?")
        powerGoesAndComesBack()
        until("This phone does not open")
        press("Give the share")
        press("Scan the share")
        show(share.modules())
        unlock(passphrase)
        toTheShare()
        assertTrue(sees("This phone does not open without its share."))
    }

    @Test
    fun a_share_that_is_scanned_elsewhere_is_told_by_its_name_and_does_nothing() {
        plugCamera()
        setUp()
        app.shell.go(Where.Scan)
        settle()
        show(peer().phone.drawShare().modules())
        assertTrue("${words()}", sees("A travel share. The phone that it belongs to asks for it before it unlocks."))
    }

    /** Leaves a share with somebody, and comes back to a phone that was switched off. */
    private fun leave(passphrase: String): Share {
        toTheShare()
        press("Draw a share")
        val share = (shownTo(peer()).single() as Found.TravelShare).share
        press("Scan the copy")
        show(share.modules())
        until("From now on this phone does not open without its share.")
        dieAndComeBack(leave())
        until("This phone does not open")
        assertFalse(sees(passphrase))
        return share
    }

    private fun toTheShare() {
        app.shell.go(Where.Home)
        settle()
        press("Settings")
        press("Travel share")
    }

    private fun thirteen(): List<String> =
        find<TextView> { it.isShown && it.text.count { char -> char == '\n' } == 12 }!!.text.toString().split('\n')

    private companion object {
        const val FIELD = "The thirteen words of the share"
    }
}
