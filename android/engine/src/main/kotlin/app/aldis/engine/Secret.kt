package app.aldis.engine

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

/**
 * Bytes that must not stay: outside the heap, where no collector copies them, and wiped by [close].
 *
 * [bytes] is what the engine's verbs take: a direct buffer, read from its start to its limit.
 */
class Secret private constructor(val bytes: ByteBuffer) : AutoCloseable {
    /** Room for [size] bytes, to be filled by whoever has them: a cipher, say. */
    constructor(size: Int) : this(ByteBuffer.allocateDirect(size))

    override fun close() {
        bytes.clear()
        while (bytes.hasRemaining()) bytes.put(0)
        bytes.flip().limit(0)
    }

    companion object {
        /** The UTF-8 of [text]; [text] is wiped. Half a surrogate pair counts as a question mark. */
        fun of(text: CharArray): Secret {
            val encoder = Charsets.UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
            val secret = Secret(text.size * 3)
            encoder.encode(CharBuffer.wrap(text), secret.bytes, true)
            encoder.flush(secret.bytes)
            secret.bytes.flip()
            text.fill('\u0000')
            return secret
        }

        /** [source], which is wiped. */
        fun of(source: ByteArray): Secret {
            val secret = Secret(source.size)
            secret.bytes.put(source).flip()
            source.fill(0)
            return secret
        }
    }
}
