package app.aldis.engine

import java.nio.ByteBuffer
import java.nio.CharBuffer

/** The text, to be wiped by whoever shows it. No string is made of it. */
fun Text.chars(): CharArray {
    val bytes = ByteArray(length().toInt())
    for (at in bytes.indices step 8) {
        val eight = eight((at / 8).toUInt()).toLong()
        for (byte in at until minOf(at + 8, bytes.size)) bytes[byte] = (eight shr 8 * (byte - at)).toByte()
    }
    val room = CharBuffer.allocate(bytes.size)
    Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), room, true)
    bytes.fill(0)
    val chars = room.array().copyOf(room.position())
    room.array().fill('\u0000')
    return chars
}
