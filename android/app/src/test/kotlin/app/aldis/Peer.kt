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
    /** In no hurry: what is read must not depend on how busy a machine is. */
    private val scan = Scan(10_000u)

    /** Looks at one picture: rows of luma, 0 is black. */
    fun see(luma: ByteArray, width: Int, height: Int): List<Found> {
        val plane = ByteBuffer.allocateDirect(luma.size)
        plane.put(luma)
        FrameDoor.feed(scan.ticket().toLong(), plane, luma.size, width, height, width)
        return scan.take()
    }

    fun meet(name: String, found: Found, again: Boolean = false): Meeting = phone.meet(name, (found as Found.Meeting).code, again)

    fun write(text: String): Code = phone.write(phone.people().single().id, direct(text), null)

    fun receive(found: Found): Received = phone.receive((found as Found.Message).envelope)

    /** Sees the code on another phone's screen, and takes the message in. */
    fun sees(code: Code): Received {
        val picture = Picture(code.modules(), 4, 600, 600)
        return receive(see(picture.luma, 600, 600).single())
    }

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
fun Peer.meetQuietly(shell: app.aldis.shell.Shell, name: String = "Bob"): Int {
    val other = shell.phoneForTests()
    meet(phone, "Alice", other, name)
    return other.people().single { it.name == name }.id.number.toInt()
}

/** Two engines meet and confirm: [first] shows first and is called [firstName] on the other one. */
fun meet(second: Phone, firstName: String, first: Phone, secondName: String) {
    fun seen(modules: Modules, by: Scan): app.aldis.engine.MeetingCode? {
        val picture = Picture(modules, 4, 400, 400)
        val plane = ByteBuffer.allocateDirect(picture.luma.size)
        plane.put(picture.luma)
        FrameDoor.feed(by.ticket().toLong(), plane, picture.luma.size, 400, 400, 400)
        return (by.take().firstOrNull() as? Found.Meeting)?.code
    }
    fun reel(reel: app.aldis.engine.Reel) = Scan().use { scan ->
        (0u..30u).firstNotNullOfOrNull { seen(reel.modules(it), scan) } ?: error("the reel was not read")
    }
    val p2 = second.meet(firstName, reel(first.startMeeting(secondName))) as Meeting.Second
    val p3 = first.meet(secondName, reel(p2.reel)) as Meeting.Third
    Scan().use { scan -> second.meet(firstName, checkNotNull(seen(p3.code, scan))) }
    second.confirm(second.people().last { it.name == firstName }.id)
    first.confirm(first.people().last { it.name == secondName }.id)
}
