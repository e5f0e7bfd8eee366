package app.aldis

import android.widget.EditText
import app.aldis.engine.Received
import app.aldis.shell.Where
import java.io.File
import java.io.IOException
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Before
import org.junit.Test

/** A phone whose storage is full: every screen says so, nothing is spent, and it goes on when there is room again. */
class FullDiskTest : PhoneTest() {
    private val disk by lazy { File(app.filesDir, "vault").apply { mkdirs() } }
    private val ballast by lazy { File(disk, "ballast") }

    /** A disk of its own, which holds two vaults and a half. */
    @Before
    fun mount() = assumeTrue("skipped: nobody may mount a tmpfs here", run("mount", "-t", "tmpfs", "-o", "size=2600k", "tmpfs", disk.path))

    @After
    fun unmount() {
        run("umount", "--lazy", disk.path)
    }

    @Test
    fun nothing_is_spent_and_everything_is_said() {
        plugCamera()
        val passphrase = setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        fill()

        app.shell.go(Where.Write(id))
        settle()
        type("Your message", "Written on a full phone.")
        press("Show as a code")
        assertTrue("${words()}", sees("This phone's storage is full. Nothing was changed. Free some storage in Android's settings, then try again."))
        assertEquals("the text is still there", "Written on a full phone.", find<EditText> { it.isShown }!!.text.toString())
        empty()
        press("Show as a code")
        val got = bob.receive(shownTo(bob).single()) as Received.Message
        assertEquals("and the first try has spent no number", 1u, bob.phone.inbox().single { it.id == got.id }.number)
        press("Done")

        fill()
        press("Scan")
        val answer = bob.write("Read on a full phone.").modules()
        show(answer)
        assertTrue("${words()}", sees("This phone's storage is full."))
        assertFalse(sees("A message from Bob."))
        empty()
        press("Scan another")
        show(answer)
        press("Open")
        assertTrue(sees("Read on a full phone."))

        fill()
        press("Burn it")
        assertTrue("not burned, and said: ${words()}", sees("This phone's storage is full."))
        press("Done")
        press("Settings")
        press("An end-this-phone card")
        press("Make a card")
        val words = find<android.widget.TextView> { it.text.count { char -> char == '\n' } == 12 }!!.text.toString()
        press("Type the words")
        type("The thirteen words of the card", words)
        press("I have a copy: check it")
        assertTrue("${words()}", sees("This phone's storage is full."))
        assertFalse(app.shell.phoneForTests().hasCard())

        app.shell.lock()
        settle()
        until("Unlock")
        type("Passphrase", passphrase)
        press("Unlock")
        until("This phone's storage is full.")
        assertFalse("a try that cannot be counted opens nothing", app.shell.isUnlocked)
        empty()
        unlock(passphrase)
        press("Bob: a message that you have opened")
        assertTrue(sees("Read on a full phone."))
        press("Burn it")
        assertTrue(sees("Scan"))
    }

    @Test
    fun a_phone_without_room_cannot_be_set_up_and_can_be_later() {
        fill()
        pickUp()
        until("Good")
        press(if (sees("Continue all the same")) "Continue all the same" else "Continue")
        press("I understand")
        press("Use my own")
        type("Passphrase", "seven plain words that nobody has said")
        press("Continue")
        type("Passphrase", "seven plain words that nobody has said")
        press("Set up this phone")
        until("This phone's storage is full.")
        empty()
        type("Passphrase", "seven plain words that nobody has said")
        press("Set up this phone")
        until("Meet somebody")
    }

    /** Full to the last page, the room that the vault keeps for one more commit taken too: with it, nobody would notice. */
    private fun fill() {
        disk.mkdirs()
        File(disk, "vault.room").delete()
        try {
            ballast.outputStream().use { file -> while (true) file.write(ByteArray(4096)) }
        } catch (_: IOException) {
            // Full.
        }
        assertTrue("there was no disk to fill", ballast.length() > 100_000)
    }

    private fun empty() = assertTrue(ballast.delete())

    private fun run(vararg command: String): Boolean = try {
        ProcessBuilder(*command).redirectErrorStream(true).start().run {
            inputStream.readBytes()
            waitFor() == 0
        }
    } catch (_: IOException) {
        false
    }
}
