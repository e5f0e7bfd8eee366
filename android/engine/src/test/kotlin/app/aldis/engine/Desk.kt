package app.aldis.engine

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

// Phones on a desk, their screens before each other's cameras.

internal const val PASSPHRASE = "wall lamp drawer boat six"

internal fun direct(text: String): ByteBuffer {
    val bytes = text.encodeToByteArray()
    return ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
}

/** A hardware secret of 32 equal bytes. */
internal fun secret(byte: Int): ByteBuffer =
    ByteBuffer.allocateDirect(32).also { for (at in 0 until 32) it.put(at, byte.toByte()) }

internal fun Path.phone(name: String, clock: Clock = Clock.system()): Phone {
    val home = Files.createDirectory(resolve(name)).toString()
    return Phone.setUp(home, direct(PASSPHRASE), secret(1), Profile.SMALL, clock)
}

internal fun Path.open(name: String, secret: ByteBuffer = secret(1), clock: Clock = Clock.system()): LockedPhone =
    LockedPhone.open(resolve(name).toString(), secret, clock)

internal fun Text.string(): String =
    ByteArray(length().toInt()) { at -> (eight((at / 8).toUInt()).toLong() shr 8 * (at % 8)).toByte() }.decodeToString()

/** Two phones that have met and confirmed: each with the number of the other. */
internal class Met(val alice: Phone, val bob: Phone) {
    val toBob: PersonId
    val toAlice: PersonId

    init {
        val second = bob.meet("Alice", meeting(read(alice.startMeeting("Bob")))) as Meeting.Second
        val third = alice.meet("Bob", meeting(read(second.reel))) as Meeting.Third
        val done = bob.meet("Alice", meeting(read(third.code))) as Meeting.Done
        check(third.words == done.words)
        toBob = alice.people().single().id
        toAlice = bob.people().single().id
        alice.confirm(toBob)
        bob.confirm(toAlice)
    }
}

internal fun meeting(found: Found) = (found as Found.Meeting).code

internal fun envelope(code: Code) = (read(code.modules()) as Found.Message).envelope

/** Holds a moving code before a camera until it is read. */
internal fun read(reel: Reel): Found = Scan().use { scan ->
    (0u..reel.needed() + 3u).firstNotNullOf { number ->
        Frame(reel.modules(number)).show(scan)
        scan.take().firstOrNull()
    }
}

internal fun read(code: Modules): Found = Scan().use { scan ->
    check(Sight.isFound(Frame(code).show(scan)))
    scan.take().single()
}

/** A code as a camera hands it over: rows of luma, [slack] bytes longer than the picture is wide. */
internal class Frame(code: Modules, private val slack: Int = 0, quarters: Int = 0) {
    private val modules = code.side.toInt()
    val side = (modules + 8) * 4
    val stride = side + slack

    /** Ends with the last pixel, as many cameras' planes do. */
    val limit = stride * (side - 1) + side
    val plane: ByteBuffer = ByteBuffer.allocateDirect(limit)

    init {
        for (y in 0 until side) for (x in 0 until side) plane.put(y * stride + x, if (isDark(code, x, y, quarters)) 20 else -26)
    }

    /** Shown again where a busy computer had no time to read it. */
    fun show(scan: Scan): Long {
        val ticket = scan.ticket().toLong()
        return generateSequence { FrameDoor.feed(ticket, plane, limit, side, side, stride) }.take(50)
            .firstOrNull { !Sight.isStopped(it) } ?: error("fifty times too slow")
    }

    private fun isDark(code: Modules, x: Int, y: Int, quarters: Int): Boolean {
        val (column, row) = when (quarters) {
            1 -> y to side - 1 - x
            2 -> side - 1 - x to side - 1 - y
            3 -> side - 1 - y to x
            else -> x to y
        }
        val (right, down) = column / 4 - 4 to row / 4 - 4
        return right in 0 until modules && down in 0 until modules && column >= 16 && row >= 16 &&
            code.dark[down * modules + right] == 1.toByte()
    }
}
