package app.aldis

import app.aldis.engine.Received
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Set up, meet, practise, write, show, scan, read, burn: as two people do it, by the words on the screen. */
class WholeWayTest : PhoneTest() {
    @Test
    fun two_people_meet_and_write_to_each_other() {
        plugCamera()
        setUp()
        val bob = peer()
        meet(bob, shots = true)
        shoot("practice")

        press("Show my practice message")
        val practice = bob.receive(shownTo(bob).single()) as Received.Message
        assertEquals("Practice: this works.", bob.read(practice.id))
        press("Done")
        assertTrue(sees("You have shown yours"))
        press("Scan Bob's practice message")
        show(bob.write("And back.").modules())
        assertTrue(sees("A message from Bob."))
        press("Open")
        press("Burn it")
        assertTrue(sees("Bob's has arrived"))
        shoot("practice-done")
        press("Continue")
        assertTrue(sees("This does not bring anything back."))
        shoot("card-offer")
        press("Not now")

        press("Write")
        type("Your message", "Bring the map. Grüße, 你好 \uD83D\uDD6F")
        shoot("write")
        press("Show as a code")
        shoot("code")
        assertFalse(sees("Bring the map"))
        val got = bob.receive(shownTo(bob).single()) as Received.Message
        assertEquals("Bring the map. Grüße, 你好 \uD83D\uDD6F", bob.read(got.id))
        press("Done")

        press("Scan")
        shoot("scan")
        show(bob.write("I have it. Friday, the old place.").modules(), rowPadding = 37)
        shoot("scan-message")
        assertFalse("no text where the other phone looks on", sees("old place"))
        press("Open")
        assertTrue(sees("I have it. Friday, the old place."))
        shoot("read")
        press("Burn it")
        assertTrue(sees("Scan"))
        shoot("home")
    }
}
