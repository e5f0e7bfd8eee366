package app.aldis

import android.widget.EditText
import android.widget.TextView
import app.aldis.shell.Where
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.annotation.Config

/** What Android keeps of an app that it may kill is searched for everything that was typed or shown. */
@Config(sdk = [26, 34])
class BundleTest : MortalTest() {
    @Test
    fun neither_a_passphrase_nor_a_text_nor_a_cards_words_are_in_it_from_any_screen() {
        plugCamera()
        pickUp()
        until("This phone")
        press(if (sees("Continue all the same")) "Continue all the same" else "Continue")
        press("I understand")
        val suggested = secretWords()
        search(suggested)
        press("Use these")
        press("Show the words again")
        press("Use my own")
        fillEveryField()
        press("Five words by chance")
        val passphrase = secretWords()
        press("Use these")
        type("Passphrase", passphrase.joinToString(" "))
        search(passphrase)
        press("Set up this phone")
        until("Meet somebody")

        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (place in listOf(Where.Write(id), Where.Meet(), Where.NewPassphrase, Where.Person(id))) {
            app.shell.go(place)
            settle()
            if (place is Where.Person) press("Rename")
            fillEveryField()
        }
        app.shell.go(Where.Home)
        settle()
        press("Settings")
        press("An end-this-phone card")
        press("Make a card")
        search(secretWords(13))
        press("Type the words")
        fillEveryField()

        app.shell.go(Where.Scan)
        settle()
        show(bob.write("Read with open eyes.").modules())
        press("Open")
        assertTrue(sees("Read with open eyes."))
        search(listOf("open eyes"))
    }

    private fun fillEveryField() {
        val fields = all<EditText>(activity.window.decorView).filter { it.isShown }
        assertTrue("there is nothing to type into: ${words()}", fields.isNotEmpty())
        fields.forEach { it.setText(NEEDLE) }
        settle()
        assertEquals(NEEDLE, fields.first().text.toString())
        search(listOf(NEEDLE))
        // By Android's own machinery, too: the state of the views, as an activity that does not refuse would save it.
        val views = android.util.SparseArray<android.os.Parcelable>()
        activity.window.decorView.saveHierarchyState(views)
        val bundle = android.os.Bundle().also { it.putSparseParcelableArray("views", views) }
        assertTrue("in the state of the views", NEEDLE !in everythingIn(bundle))
    }

    private fun search(needles: List<String>) {
        val bundle = android.os.Bundle()
        hand.saveInstanceState(bundle)
        val saved = everythingIn(bundle)
        for (needle in needles) assertTrue("\"$needle\" is in what the system keeps", needle !in saved)
    }

    private fun secretWords(count: Int = 5): List<String> {
        val shown = find<TextView> { it.isShown && it.text.count { char -> char == '\n' } == count - 1 } ?: error("no words: ${words()}")
        return shown.text.toString().split('\n')
    }

    private companion object {
        const val NEEDLE = "haystack"
    }
}
