package app.aldis.engine

import java.nio.ByteBuffer

/**
 * The one call that does not go through UniFFI: a camera's frame in, one number out, and no object made for it.
 *
 * Free of Android types, so that tests may load it once for all of their sandboxes.
 */
object FrameDoor {
    init {
        System.loadLibrary("aldis_ffi")
    }

    /**
     * Looks at one frame for the scan of [ticket].
     *
     * [plane] is a direct buffer whose first [limit] bytes are [height] rows of luma, [width] bytes each, [rowStride]
     * bytes apart; the last row may end with its last pixel. Its position is not looked at. It must stay as it is until
     * the call returns, and is not read after. At most 16 Mi pixels, 8192 a side. Turned and mirrored codes are read too.
     *
     * Takes up to about 150 ms; call it on the camera's own thread. Never throws. [Sight] says what the number means.
     */
    @JvmStatic
    external fun feed(ticket: Long, plane: ByteBuffer, limit: Int, width: Int, height: Int, rowStride: Int): Long
}
