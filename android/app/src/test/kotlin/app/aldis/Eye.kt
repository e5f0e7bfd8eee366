package app.aldis

import android.view.TextureView
import app.aldis.engine.Modules
import app.aldis.ui.CodeView
import java.nio.ByteBuffer

// What passes between the screens of two phones.

/** The camera of the phone under test sees these modules, in a frame as the framework hands it out. */
fun PhoneTest.show(modules: Modules, rowPadding: Int = 0, turn: (Picture) -> Picture = { it }) {
    val (width, height) = frameSize()
    val side = modules.side.toInt() + 8
    show(turn(Picture(modules, minOf(width, height) / side, width, height)), rowPadding)
}

/** The camera sees this picture; the last row ends with its last pixel, as many cameras make it. */
fun PhoneTest.show(picture: Picture, rowPadding: Int = 0) {
    frameSize()
    val reader = checkNotNull(FrameReaderShadow.last)
    val stride = picture.width + rowPadding
    val plane = ByteBuffer.allocateDirect(stride * (picture.height - 1) + picture.width)
    for (row in 0 until picture.height) for (column in 0 until picture.width) {
        plane.put(row * stride + column, picture.luma[row * picture.width + column])
    }
    val chroma = ByteBuffer.allocateDirect(stride * picture.height / 2)
    reader.post(listOf(Plane(plane, stride, 1), Plane(chroma, stride, 2), Plane(chroma, stride, 2)))
    rest()
    check(reader.openImages == 0) { "a frame was not given back" }
}

/** How large frames the app has asked its camera for. */
fun PhoneTest.frameSize(): Pair<Int, Int> {
    val preview = checkNotNull(findPreview()) { "no camera on this screen: ${everyWord()}" }
    openPreview(preview)
    rest()
    val reader = checkNotNull(FrameReaderShadow.last) { "the camera did not start: ${everyWord()}" }
    return reader.real.width to reader.real.height
}

/** The other phone looks at the code on this screen: at the pixels that are drawn, and nothing else. */
fun PhoneTest.shownTo(peer: Peer): List<app.aldis.engine.Found> {
    val code = checkNotNull(findCode()) { "no code on this screen: ${everyWord()}" }
    val bitmap = android.graphics.Bitmap.createBitmap(code.width, code.height, android.graphics.Bitmap.Config.ARGB_8888)
    code.draw(android.graphics.Canvas(bitmap))
    val luma = ByteArray(bitmap.width * bitmap.height)
    val pixels = IntArray(luma.size)
    bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
    for (at in luma.indices) luma[at] = (pixels[at] and 0xff).toByte()
    return peer.see(luma, bitmap.width, bitmap.height)
}

/** The other phone looks at a moving code until it has all of it. */
fun PhoneTest.reelShownTo(peer: Peer): app.aldis.engine.Found {
    repeat(40) {
        shownTo(peer).firstOrNull()?.let { return it }
        pass(600)
    }
    error("the moving code was not read")
}

/** A code at [pixels] a module with four light modules around it, in the middle of a gray picture. */
class Picture(val width: Int, val height: Int, val luma: ByteArray) {
    constructor(modules: Modules, pixels: Int, width: Int, height: Int) : this(width, height, ByteArray(width * height) { GROUND }) {
        val side = modules.side.toInt()
        val whole = (side + 2 * QUIET) * pixels
        val left = (width - whole) / 2
        val top = (height - whole) / 2
        for (y in 0 until whole) for (x in 0 until whole) {
            val column = x / pixels - QUIET
            val row = y / pixels - QUIET
            val dark = column in 0 until side && row in 0 until side && modules.dark[row * side + column].toInt() != 0
            luma[(top + y) * width + left + x] = if (dark) DARK else LIGHT
        }
    }

    /** What a camera sees that is held upside down, and one that sees a mirror. */
    fun upsideDown() = Picture(width, height, luma.reversedArray())

    fun mirrored() = Picture(width, height, ByteArray(luma.size) { luma[it / width * width + width - 1 - it % width] })

    private companion object {
        const val QUIET = 4
        const val GROUND = 90.toByte()
        const val LIGHT = 210.toByte()
        const val DARK = 35.toByte()
    }
}

private fun PhoneTest.findPreview(): TextureView? = anyView { it is TextureView && it.isShown } as TextureView?

private fun PhoneTest.findCode(): CodeView? = anyView { it is CodeView && it.isShown } as CodeView?
