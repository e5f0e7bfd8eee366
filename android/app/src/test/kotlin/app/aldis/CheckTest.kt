package app.aldis

import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** The other phone's picture is looked at before it is sent, by the words on the screen. */
class CheckTest : PhoneTest() {
    @Test
    fun a_picture_is_good_or_poor_or_of_another_code_and_says_what_to_do() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.done()
        settle()
        val phone = app.shell.phoneForTests()
        val earlier = phone.write(phone.people().single().id, direct("The one before."), null)
        press("Write")
        type("Your message", "Bring the map.")
        press("Show as a code")
        val shown = phone.show(phone.people().single().id, null).modules()

        press("Check the other phone's picture")
        show(earlier.modules())
        assertTrue("${words()}", sees("This picture carries message 1 to Bob, and not this code."))
        shoot("check-another", wholePage())
        press("Scan another")
        show(bob.write("Not Alice's").modules())
        assertTrue("${words()}", sees("The code in this picture is none that this phone shows."))
        press("Scan another")
        show(shown, turn = { it.spotted(shown.side.toInt()) })
        assertTrue("${words()}", sees("This picture carries the message, and only just: it needed "))
        assertFalse(sees("Bring the map"))
        shoot("check-poor", wholePage())
        press("Photograph the code again")
        assertTrue(sees("Photograph this with the other phone"))
        press("Check the other phone's picture")
        show(shown)
        assertTrue("${words()}", sees("This picture is good. It can be sent."))
        shoot("check-good", wholePage())
        press("Back")
        press("Done")
        press("Scan")
        show(bob.write("An answer.").modules())
        assertTrue("checking has opened nothing and changed nothing", sees("A message from Bob."))
    }

    /** Dirt on the lens: a light spot in the middle of a code of [side] modules, about as much as it can bear. */
    private fun Picture.spotted(side: Int): Picture {
        val spot = minOf(width, height) / (side + 8) * 24
        val (left, top) = (width - spot) / 2 to (height - spot) / 2
        val soiled = luma.copyOf()
        for (y in top until top + spot) for (x in left until left + spot) soiled[y * width + x] = 210.toByte()
        return Picture(width, height, soiled)
    }
}
