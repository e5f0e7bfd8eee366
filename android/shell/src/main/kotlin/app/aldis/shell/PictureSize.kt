package app.aldis.shell

/** Width and height of frames, in pixels. */
data class PictureSize(val width: Int, val height: Int) {
    val area get() = width * height
}

/**
 * The sizes to try, best first, and never none. Large enough for a dense code, small enough for an old processor:
 * 1280x720 or a little more, then smaller ones. A LEGACY camera promises a preview beside the frames only up to the
 * display's size or 1080p, so nothing larger is asked for while something smaller is offered.
 *
 * @param offered what the camera can do, in any order.
 * @param display the display's size, either way up.
 */
fun sizeLadder(offered: List<PictureSize>, display: PictureSize): List<PictureSize> {
    val wide = maxOf(display.width, display.height).coerceAtMost(MOST_WIDTH)
    val high = minOf(display.width, display.height).coerceAtMost(MOST_HEIGHT)
    val fitting = offered.filter { it.width <= maxOf(wide, LEAST_WIDTH) && it.height <= maxOf(high, LEAST_HEIGHT) }
    val enough = fitting.filter { it.area >= WANTED }.sortedBy { it.area }
    val smaller = fitting.filter { it.area < WANTED }.sortedByDescending { it.area }
    val larger = (offered - fitting.toSet()).sortedBy { it.area }
    return enough.take(1) + smaller + enough.drop(1) + larger.ifEmpty { if (fitting.isEmpty()) listOf(FALLBACK) else emptyList() }
}

private const val WANTED = 1280 * 720
private const val MOST_WIDTH = 1920
private const val MOST_HEIGHT = 1080
private const val LEAST_WIDTH = 640
private const val LEAST_HEIGHT = 480

/** Every camera can do this. */
private val FALLBACK = PictureSize(LEAST_WIDTH, LEAST_HEIGHT)
