package app.aldis

import app.aldis.engine.Clock
import app.aldis.engine.Code
import app.aldis.engine.Found
import app.aldis.engine.FrameDoor
import app.aldis.engine.Meeting
import app.aldis.engine.MessageId
import app.aldis.engine.Modules
import app.aldis.engine.Phone
import app.aldis.engine.Profile
import app.aldis.engine.Received
import app.aldis.engine.Scan
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files

/** The other phone: the engine without a screen. It sees by the same door, and shows modules. */
class Peer : AutoCloseable {
    private val folder: File = Files.createTempDirectory("peer").toFile()
    val phone: Phone = Phone.setUp(folder.path, direct("another passphrase"), ByteBuffer.allocateDirect(32), Profile.SMALL, Clock.system())
    private val scan = Scan()

    /** Looks at one picture: rows of luma, 0 is black. */
    fun see(luma: ByteArray, width: Int, height: Int): List<Found> {
        val plane = ByteBuffer.allocateDirect(luma.size)
        plane.put(luma)
        FrameDoor.feed(scan.ticket().toLong(), plane, luma.size, width, height, width)
        return scan.take()
    }

    fun meet(name: String, found: Found): Meeting = phone.meet(name, (found as Found.Meeting).code)

    fun write(text: String): Code = phone.write(phone.people().single().id, direct(text), null)

    fun receive(found: Found): Received = phone.receive((found as Found.Message).envelope)

    fun read(id: MessageId): String {
        val text = phone.openText(id)
        val bytes = ByteArray(text.length().toInt())
        for (at in bytes.indices) bytes[at] = (text.eight((at / 8).toUInt()).toLong() ushr (at % 8 * 8)).toByte()
        text.close()
        return bytes.decodeToString()
    }

    override fun close() {
        scan.close()
        phone.close()
        folder.deleteRecursively()
    }
}

fun direct(text: String): ByteBuffer = text.encodeToByteArray().let { bytes ->
    ByteBuffer.allocateDirect(bytes.size).also { it.duplicate().put(bytes) }
}

/** Meets the phone under test behind its screens, where a test is about something else; gives the person's number there. */
fun Peer.meetQuietly(shell: app.aldis.shell.Shell): Int {
    val other = shell.phoneForTests()
    fun reel(reel: app.aldis.engine.Reel, to: Scan): app.aldis.engine.MeetingCode {
        for (number in 0u..30u) {
            val picture = Picture(reel.modules(number), 4, 400, 400)
            val plane = ByteBuffer.allocateDirect(picture.luma.size)
            plane.put(picture.luma)
            FrameDoor.feed(to.ticket().toLong(), plane, picture.luma.size, 400, 400, 400)
            (to.take().firstOrNull() as? Found.Meeting)?.let { return it.code }
        }
        error("the reel was not read")
    }
    val second = phone.meet("Alice", reel(other.startMeeting("Bob"), Scan())) as Meeting.Second
    val third = other.meet("Bob", reel(second.reel, Scan())) as Meeting.Third
    val picture = Picture(third.code, 6, 600, 600)
    meet("Alice", see(picture.luma, 600, 600).single())
    phone.confirm(phone.people().single().id)
    val bob = other.people().single { it.name == "Bob" }.id
    other.confirm(bob)
    return bob.number.toInt()
}
