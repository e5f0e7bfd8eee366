package app.aldis

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.os.Build
import android.provider.Settings
import app.aldis.engine.Found
import app.aldis.engine.PersonId
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.multi.qrcode.QRCodeMultiReader
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Codes on the displays that phones have had since Android 8, from either side, at night, and with colours inverted. */
class EveryDisplayTest : PhoneTest() {
    @Test
    @Config(qualifiers = "w320dp-h480dp-mdpi")
    fun on_320_by_480() = codes()

    @Test
    @Config(qualifiers = "w360dp-h640dp-ldpi")
    fun on_270_by_480() = codes()

    @Test
    @Config(qualifiers = "w360dp-h640dp-xhdpi")
    fun on_720_by_1280() = codes()

    @Test
    @Config(qualifiers = "w411dp-h731dp-420dpi")
    fun on_1080_by_1920() = codes()

    @Test
    @Config(qualifiers = "w360dp-h640dp-xxxhdpi")
    fun on_1440_by_2560() = codes()

    @Test
    @Config(qualifiers = "sw600dp-w600dp-h960dp-tvdpi")
    fun on_a_tablet() = codes()

    @Test
    @Config(qualifiers = "ar-ldrtl-$SMALL")
    fun from_right_to_left_a_code_is_not_mirrored() = codes()

    @Test
    @Config(qualifiers = "w360dp-h720dp-night-xxhdpi", fontScale = 2f)
    fun at_night_in_double_type() = codes()

    /** The system inverts what is on the display, this app's black on white too, and cannot be told not to. */
    @Test
    fun with_inverted_colours_it_is_still_read() {
        Settings.Secure.putInt(RuntimeEnvironment.getApplication().contentResolver, "accessibility_display_inversion_enabled", 1)
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (length in LENGTHS) {
            val code = app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("x".repeat(length)), null)
            app.shell.go(Where.ShowCode(code, id))
            settle()
            val shown = luma(drawn())
            val inverted = ByteArray(shown.size) { (255 - (shown[it].toInt() and 0xff)).toByte() }
            val view = view()
            assertTrue("$length", bob.see(inverted, view.width, view.height).single() is Found.Message)
        }
    }

    @Test
    fun no_dark_mode_of_a_maker_may_touch_a_code() {
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        app.shell.go(Where.ShowCode(app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("Hello."), null), id))
        settle()
        assertFalse("the theme", themeAllowsForceDark())
        assertTrue("black on white, whatever the theme", luma(drawn()).all { it == 0.toByte() || it == 255.toByte() })
    }

    private fun codes() {
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (length in LENGTHS) {
            val code = app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("x".repeat(length)), null)
            app.shell.go(Where.ShowCode(code, id))
            settle()
            assertEquals("as wide as the display", activity.window.decorView.width, view().width)
            val bitmap = drawn()
            assertUpright(bitmap, code)
            val one = read(bitmap)
            assertEquals("$length: one code, for a stranger's reader", 1, one.size)
            assertTrue("$length: and for ours", shownTo(bob).single() is Found.Message)
            press("Several codes")
            assertTrue("$length: a sheet", read(drawn()).size >= 4)
            press("Moving code")
            assertEquals("$length: a moving one", 1, read(drawn()).size)
            press("Done")
        }
    }

    /** Its three marks are where they belong: none at the lower right, as there would be in a mirror; and every module. */
    private fun assertUpright(bitmap: Bitmap, code: app.aldis.engine.Code) {
        val modules = code.modules()
        val side = modules.side.toInt()
        val pixels = bitmap.width / (side + 8)
        val from = (bitmap.width - pixels * side) / 2
        for (row in 0 until side) for (column in 0 until side) {
            val wanted = if (modules.dark[row * side + column].toInt() != 0) Color.BLACK else Color.WHITE
            val place = bitmap.getPixel(from + column * pixels + pixels / 2, from + row * pixels + pixels / 2)
            assertEquals("module $column, $row", wanted, place)
        }
    }

    private fun view() = anyView { it is CodeView && it.isShown } as CodeView

    private fun drawn(): Bitmap {
        val view = view()
        return Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888).also { view.draw(Canvas(it)) }
    }

    private fun luma(bitmap: Bitmap): ByteArray {
        val pixels = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        return ByteArray(pixels.size) { (pixels[it] and 0xff).toByte() }
    }

    /** Brought near, where a module is a pixel or two: a reader's camera sees it so. */
    private fun read(shown: Bitmap): List<String> {
        val near = maxOf(1, LEAST_WIDTH / shown.width)
        val bitmap = Bitmap.createScaledBitmap(shown, shown.width * near, shown.height * near, false)
        val pixels = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        val picture = BinaryBitmap(HybridBinarizer(RGBLuminanceSource(bitmap.width, bitmap.height, pixels)))
        return QRCodeMultiReader().decodeMultiple(picture, mapOf(DecodeHintType.TRY_HARDER to true)).map { it.text }
    }

    private fun themeAllowsForceDark(): Boolean {
        if (Build.VERSION.SDK_INT < 29) return false
        val look = (activity as Context).obtainStyledAttributes(intArrayOf(android.R.attr.forceDarkAllowed))
        return look.getBoolean(0, true).also { look.recycle() }
    }

    private companion object {
        /** In bytes of text: one for each size of code. */
        val LENGTHS = listOf(10, 290, 500, 720)
        const val LEAST_WIDTH = 960
    }
}
