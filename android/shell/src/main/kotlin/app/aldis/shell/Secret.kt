package app.aldis.shell

import app.aldis.engine.Share
import app.aldis.engine.Text
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

// Secrets on their way: letters and bytes in buffers of ours that are wiped, never in a String that we make.

/** Gives [use] the letters as UTF-8 in a direct buffer, which is wiped afterwards. Half a surrogate pair becomes "?". */
internal fun <T> utf8(letters: CharArray, use: (ByteBuffer) -> T): T {
    val encoder = Charsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
    val buffer = ByteBuffer.allocateDirect(maxOf(1, letters.size * MOST_BYTES_PER_CHAR))
    return try {
        encoder.encode(CharBuffer.wrap(letters), buffer, true)
        encoder.flush(buffer)
        buffer.flip()
        // The engine reads from the buffer's start to its limit.
        use(buffer.slice())
    } finally {
        wipe(buffer)
    }
}

/** The letters of a text of the engine's, which is closed. Whoever asked wipes them. */
internal fun letters(text: Text): CharArray = text.use {
    val length = it.length().toInt()
    val bytes = ByteArray((length + 7) / 8 * 8)
    for (index in 0 until bytes.size / 8) {
        var eight = it.eight(index.toUInt()).toLong()
        for (at in 0 until 8) {
            bytes[index * 8 + at] = eight.toByte()
            eight = eight ushr 8
        }
    }
    val decoded = Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length))
    val letters = CharArray(decoded.remaining())
    decoded.duplicate().get(letters)
    decoded.array().fill('\u0000')
    bytes.fill(0)
    letters
}

/** A passphrase as it counts: what a keyboard adds at the ends does not. The copy is for the caller to wipe. */
internal fun trimmed(letters: CharArray): CharArray {
    val from = letters.indexOfFirst { !it.isWhitespace() }
    if (from < 0) return CharArray(0)
    return letters.copyOfRange(from, letters.indexOfLast { !it.isWhitespace() } + 1)
}

/** On paper words may be in capitals, in lines, with numbers or commas: their letters alone count. For the caller to wipe. */
internal fun onlyWords(letters: CharArray) = CharArray(letters.size) {
    if (letters[it].isLetter()) letters[it].lowercaseChar() else ' '
}

/** The share of thirteen words as somebody types them from paper. */
internal fun shareOf(letters: CharArray): Share {
    val words = onlyWords(letters)
    return try {
        utf8(words) { Share.ofWords(it) }
    } finally {
        words.fill('\u0000')
    }
}

/** 32 bytes that cross to the engine. */
internal fun secretBuffer(bytes: ByteArray): ByteBuffer =
    ByteBuffer.allocateDirect(bytes.size).also { it.duplicate().put(bytes) }

/** All of it, whatever its limit is now. */
internal fun wipe(buffer: ByteBuffer) {
    buffer.clear()
    for (at in 0 until buffer.capacity()) buffer.put(at, 0)
}

/** A char is at most three bytes of UTF-8; a pair of them is four. */
private const val MOST_BYTES_PER_CHAR = 3
