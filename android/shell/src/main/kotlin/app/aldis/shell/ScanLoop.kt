package app.aldis.shell

import app.aldis.engine.Found
import app.aldis.engine.FrameDoor
import app.aldis.engine.Scan
import app.aldis.engine.Sight
import java.nio.ByteBuffer

/** What one line on the screen says of the picture. */
sealed interface Seen {
    data object Nothing : Seen

    data object Marks : Seen

    data object TooSmall : Seen

    data object Blurred : Seen

    data object CutOff : Seen

    data object Glare : Seen

    data object Inverted : Seen

    data object Busy : Seen

    data object NotOurs : Seen

    data object Newer : Seen

    /** A code of Aldis that has no business on this screen. */
    data object Meeting : Seen

    data object Message : Seen

    data object Card : Seen

    data object Share : Seen

    data class Part(val have: Int, val need: Int) : Seen
}

/** Who gets a camera's frames. */
interface Eyes {
    /**
     * One frame, on the camera's own thread; the buffer is the camera's again when this returns.
     *
     * @param plane a direct buffer whose first [limit] bytes are rows of luma, [rowStride] bytes apart.
     */
    fun frame(plane: ByteBuffer, limit: Int, width: Int, height: Int, rowStride: Int)

    /** The camera is being started, at first or once more: what was said of it before is over. */
    fun starting()

    /** The camera runs: whether it has a light, and how far it zooms (1 = not at all). */
    fun ready(torch: Boolean, zoom: Float)

    fun failed(why: CameraTrouble)
}

/** Why there is no picture; each has its sentence. */
enum class CameraTrouble { NOT_ASKED, REFUSED, NONE, SWITCHED_OFF, POLICY, TAKEN, FAILED }

/** A camera that can be looked through. Both of the app's cameras do the same by this. */
interface FrameSource {
    fun start(eyes: Eyes)

    fun stop()

    fun torch(on: Boolean)

    /** 0 is wide, 1 as far as it goes. */
    fun zoom(share: Float)

    /** Focuses where the person tapped: shares of the preview's width and height. */
    fun focus(x: Float, y: Float)
}

/**
 * Frames in, news out. The camera's thread goes through the door and leaves no object behind; only what is new comes to
 * the main thread. Once closed, a late frame finds nobody.
 */
class ScanLoop(
    private val work: Work,
    private val saw: (Seen) -> Unit,
    private val found: (Found) -> Unit,
    private val camera: (Camera?) -> Unit,
) : Eyes, AutoCloseable {
    /** What the screen knows of the camera. */
    sealed interface Camera {
        data class Ready(val torch: Boolean, val zoom: Float) : Camera

        data class Failed(val why: CameraTrouble) : Camera
    }

    private val scan = Scan()
    private val ticket = scan.ticket().toLong()
    private var last = 0L
    private var emptyFrames = 0

    @Volatile
    private var isClosed = false

    override fun frame(plane: ByteBuffer, limit: Int, width: Int, height: Int, rowStride: Int) {
        if (isClosed) return
        val answer = FrameDoor.feed(ticket, plane, limit, width, height, rowStride)
        if (answer == last && !Sight.isFound(answer)) return
        // A hint that goes at the first frame without it cannot be read.
        if (Sight.isNothing(answer) && ++emptyFrames < PATIENCE) return
        emptyFrames = 0
        last = answer
        if (Sight.isFound(answer)) work.main(::take) else work.main { tell(answer) }
    }

    override fun starting() = work.main { if (!isClosed) camera(null) }

    override fun ready(torch: Boolean, zoom: Float) = work.main { if (!isClosed) camera(Camera.Ready(torch, zoom)) }

    override fun failed(why: CameraTrouble) = work.main { if (!isClosed) camera(Camera.Failed(why)) }

    private fun take() {
        if (isClosed) return
        for (one in scan.take()) {
            if (!isClosed) found(one)
            release(one)
        }
    }

    private fun tell(answer: Long) {
        if (!isClosed) saw(seen(answer))
    }

    override fun close() {
        if (isClosed) return
        isClosed = true
        scan.close()
    }

    private companion object {
        /** Frames without anything until the hint goes: about half a second. */
        const val PATIENCE = 8

        fun seen(answer: Long): Seen = when {
            Sight.isPart(answer) -> Seen.Part(Sight.have(answer), Sight.need(answer))
            Sight.isNewer(answer) -> Seen.Newer
            Sight.isNotOurs(answer) -> Seen.NotOurs
            Sight.isMarks(answer) -> Seen.Marks
            Sight.isTooSmall(answer) -> Seen.TooSmall
            Sight.isBlurred(answer) || Sight.isUnreadable(answer) -> Seen.Blurred
            Sight.isCutOff(answer) -> Seen.CutOff
            Sight.isGlare(answer) -> Seen.Glare
            Sight.isInverted(answer) -> Seen.Inverted
            Sight.isStopped(answer) -> Seen.Busy
            else -> Seen.Nothing
        }

        fun release(found: Found) = when (found) {
            is Found.Message -> found.envelope.close()
            is Found.Meeting -> found.code.close()
            is Found.EndCard -> found.card.close()
            is Found.TravelShare -> found.share.close()
        }
    }
}
