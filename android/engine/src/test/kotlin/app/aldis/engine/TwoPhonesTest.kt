package app.aldis.engine

import java.nio.ByteBuffer
import java.nio.file.Files
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

class TwoPhonesTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun two_phones_meet_and_a_message_passes_from_screen_to_screen() {
        val alice = phone("alice")
        val bob = phone("bob")
        val p1 = alice.startMeeting("Bob")
        val second = assertIs<Meeting.Second>(bob.meet("Alice", assertIs<Found.Meeting>(read(p1)).code))
        val third = assertIs<Meeting.Third>(alice.meet("Bob", assertIs<Found.Meeting>(read(second.reel)).code))
        val done = assertIs<Meeting.Done>(bob.meet("Alice", assertIs<Found.Meeting>(read(third.code)).code))
        assertEquals(third.words, done.words)
        val toBob = alice.people().single().id
        val toAlice = bob.people().single().id
        alice.confirm(toBob)
        bob.confirm(toAlice)

        val code = alice.write(toBob, direct("Bring the map."), null)
        val found = assertIs<Found.Message>(read(code.modules()))
        val received = assertIs<Received.Message>(bob.receive(found.envelope))
        assertEquals(toAlice, received.from)
        assertEquals("Bring the map.", string(bob.openText(received.id)))
        bob.burnText(received.id)
        assertEquals(emptyList(), bob.inbox())
        assertFailsWith<Refusal.AlreadyRead> { bob.receive(found.envelope) }
    }

    private fun phone(name: String): Phone {
        val home = Files.createDirectory(folder.root.toPath().resolve(name))
        val passphrase = direct("wall lamp drawer boat six")
        return Phone.setUp(home.toString(), passphrase, ByteBuffer.allocateDirect(32), Profile.SMALL, Clock.system())
    }

    private fun read(reel: Reel): Found = Scan().use { scan ->
        (0u..reel.needed() + 3u).firstNotNullOf { number ->
            look(scan, reel.modules(number))
            scan.take().firstOrNull()
        }
    }

    private fun read(code: Modules): Found = Scan().use { scan ->
        assertTrue(Sight.isFound(look(scan, code)))
        scan.take().single()
    }

    private fun look(scan: Scan, code: Modules): Long {
        val side = (code.side.toInt() + 8) * 4
        val plane = ByteBuffer.allocateDirect(side * side)
        for (y in 0 until side) for (x in 0 until side) {
            val column = x / 4 - 4
            val row = y / 4 - 4
            val inside = column in 0 until code.side.toInt() && row in 0 until code.side.toInt()
            val dark = inside && code.dark[row * code.side.toInt() + column] == 1.toByte()
            plane.put(y * side + x, if (dark) 0 else -1)
        }
        return FrameDoor.feed(scan.ticket().toLong(), plane, plane.limit(), side, side, side)
    }

    private fun direct(text: String): ByteBuffer {
        val bytes = text.encodeToByteArray()
        return ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
    }

    private fun string(text: Text): String {
        val bytes = ByteArray(text.length().toInt()) { at -> (text.eight((at / 8).toUInt()).toLong() shr 8 * (at % 8)).toByte() }
        return bytes.decodeToString()
    }
}
