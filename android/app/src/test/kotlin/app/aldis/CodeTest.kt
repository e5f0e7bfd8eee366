package app.aldis

import android.graphics.Bitmap
import android.graphics.Color
import android.view.View
import app.aldis.engine.Found
import app.aldis.engine.PersonId
import app.aldis.shell.ShowCodeModel
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.multi.qrcode.QRCodeMultiReader
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.annotation.Config

/** What is on the screen, read by a reader that is not ours, from the pixels alone. */
class CodeTest : PhoneTest() {
    @Test
    fun small() = everySize()

    @Test
    @Config(qualifiers = LARGE)
    fun large() = everySize()

    @Test
    @Config(qualifiers = "w320dp-h533dp-night-hdpi", fontScale = 2f)
    fun small_at_night_in_double_type() = everySize()

    @Test
    @Config(sdk = [26])
    fun on_the_oldest_android() = everySize()

    private fun everySize() {
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (length in listOf(10, 290, 500, 720)) {
            val code = app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("x".repeat(length)), null)
            app.shell.go(Where.ShowCode(code, id))
            settle()
            val view = code()
            assertEquals("one code, for a stranger's reader", 1, read(pixels(view)).size)
            assertTrue(crisp(view))
            assertTrue("and for ours", shownTo(bob).single() is Found.Message)
            assertTrue("nothing dark beside it", edgesAreWhite(view))
            press("Several codes")
            settle()
            val sheet = read(pixels(code()))
            assertTrue("$length: ${sheet.size} codes of a sheet", sheet.size >= 4)
            assertTrue((1..3).any { shownTo(bob).any { found -> found is Found.Message } })
            press("Moving code")
            val texts = (1..5).map { pass(500).let { read(pixels(code())).single() } }
            assertEquals("it moves", 5, texts.toSet().size)
            if (length == 720) shoot("code-longest")
            press("Done")
        }
    }

    @Test
    fun the_code_is_as_large_as_the_screen_allows() {
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        val code = app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("Hello."), null)
        app.shell.go(Where.ShowCode(code, id))
        settle()
        val view = code()
        assertEquals(activity.window.decorView.width, view.width)
        val side = code.modules().side.toInt() + 8
        val dark = darkColumns(view)
        assertEquals("whole pixels a module, as many as fit", view.width / side * (side - 8), dark.last - dark.first + 1)
        val drawing = measure { repeat(20) { pixels(view) } } / 20
        println("a code of ${side - 8} modules is drawn in $drawing us (software canvas)")
        assertTrue(ShowCodeModel.Layout.entries.size == 3)
    }

    private fun code() = anyView { it is CodeView && it.isShown } as CodeView

    private fun pixels(view: View): Bitmap {
        val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(android.graphics.Canvas(bitmap))
        return bitmap
    }

    private fun read(bitmap: Bitmap): List<String> {
        val pixels = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        val picture = BinaryBitmap(HybridBinarizer(RGBLuminanceSource(bitmap.width, bitmap.height, pixels)))
        return QRCodeMultiReader().decodeMultiple(picture, mapOf(DecodeHintType.TRY_HARDER to true)).map { it.text }
    }

    /** Black, white, and nothing between. */
    private fun crisp(view: View): Boolean {
        val bitmap = pixels(view)
        val pixels = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        return pixels.all { it == Color.BLACK || it == Color.WHITE }
    }

    private fun edgesAreWhite(view: View): Boolean {
        val bitmap = pixels(view)
        return (0 until bitmap.width).all { bitmap.getPixel(it, 0) == Color.WHITE && bitmap.getPixel(it, bitmap.height - 1) == Color.WHITE } &&
            (0 until bitmap.height).all { bitmap.getPixel(0, it) == Color.WHITE && bitmap.getPixel(bitmap.width - 1, it) == Color.WHITE }
    }

    private fun darkColumns(view: View): IntRange {
        val bitmap = pixels(view)
        val dark = (0 until bitmap.width).filter { x -> (0 until bitmap.height).any { bitmap.getPixel(x, it) == Color.BLACK } }
        return dark.first()..dark.last()
    }

    private fun measure(act: () -> Unit): Long {
        val from = System.nanoTime()
        act()
        return (System.nanoTime() - from) / 1000
    }
}
