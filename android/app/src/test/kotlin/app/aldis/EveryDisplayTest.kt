package app.aldis

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.os.Build
import android.provider.Settings
import app.aldis.engine.Code
import app.aldis.engine.Found
import app.aldis.engine.PersonId
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Codes on the displays that phones have had since Android 8, from either side, at night, and with colours inverted. */
class EveryDisplayTest : PhoneTest() {
    @get:Rule val stranger = Stranger()

    @Test
    @Config(qualifiers = "w320dp-h480dp-mdpi")
    fun on_320_by_480() = codes()

    @Test
    @Config(qualifiers = "w360dp-h640dp-ldpi")
    fun on_270_by_480() = codes()

    @Test
    fun on_480_by_800() = codes()

    @Test
    @Config(sdk = [26])
    fun on_480_by_800_of_the_oldest_android() = codes()

    @Test
    @Config(qualifiers = "w360dp-h640dp-xhdpi")
    fun on_720_by_1280() = codes()

    @Test
    @Config(qualifiers = "w411dp-h731dp-420dpi")
    fun on_1080_by_1920() = codes()

    @Test
    @Config(qualifiers = LARGE)
    fun on_1080_by_2160() = codes()

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
    @Config(qualifiers = "w320dp-h533dp-night-hdpi", fontScale = 2f)
    fun at_night_in_double_type() = codes()

    /** The system inverts what is on the display, this app's black on white too, and cannot be told not to. */
    @Test
    fun with_inverted_colours_it_is_still_read() {
        Settings.Secure.putInt(RuntimeEnvironment.getApplication().contentResolver, "accessibility_display_inversion_enabled", 1)
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (length in LENGTHS) {
            showCode(length, id)
            val shown = drawn()
            val inverted = luma(shown).also { for (at in it.indices) it[at] = (255 - (it[at].toInt() and 0xff)).toByte() }
            assertEquals("$length: for a stranger", 1, stranger.read(inverted, shown.width, shown.height).size)
            assertTrue("$length: for ours", bob.see(inverted, shown.width, shown.height).single() is Found.Message)
        }
    }

    @Test
    fun no_dark_mode_of_a_maker_may_touch_a_code() {
        setUp()
        val bob = peer()
        showCode(6, bob.meetQuietly(app.shell))
        assertFalse("the theme", themeAllowsForceDark())
    }

    private fun codes() {
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        for (length in LENGTHS) {
            val code = showCode(length, id)
            assertEquals("as wide as the display", activity.window.decorView.width, view().width)
            val bitmap = drawn()
            assertUpright(bitmap, code)
            assertBlackOnWhiteToTheEdges(bitmap)
            assertEquals("$length: one code, for a stranger's reader", 1, read(bitmap).size)
            assertTrue("$length: and for ours", shownTo(bob).single() is Found.Message)
            press("Several codes")
            assertBlackOnWhiteToTheEdges(drawn())
            assertEquals("$length: a sheet, for a stranger's reader", view().codes.size, read(drawn()).toSet().size)
            assertTrue("$length: and for ours", (1..3).any { see(bob, drawn()).any { found -> found is Found.Message } })
            press("Moving code")
            val texts = (1..3).map { pass(500).let { read(drawn()).single() } }
            assertEquals("$length: it moves", 3, texts.toSet().size)
            press("Done")
        }
    }

    private fun showCode(length: Int, to: Int): Code =
        app.shell.phoneForTests().write(PersonId(to.toUInt()), direct("x".repeat(length)), null).also {
            app.shell.go(Where.ShowCode(it, to))
            settle()
        }

    /** Every module is where it belongs, as there is none in a mirror, and as large as whole pixels allow. */
    private fun assertUpright(bitmap: Bitmap, code: Code) {
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

    private fun assertBlackOnWhiteToTheEdges(bitmap: Bitmap) {
        val (width, height) = bitmap.width to bitmap.height
        val pixels = IntArray(width * height).also { bitmap.getPixels(it, 0, width, 0, 0, width, height) }
        assertTrue("something is neither black nor white", pixels.all { it == Color.BLACK || it == Color.WHITE })
        val edges = (0 until width).flatMap { listOf(it, (height - 1) * width + it) } + (0 until height).flatMap { listOf(it * width, it * width + width - 1) }
        assertTrue("something dark at the edge", edges.all { pixels[it] == Color.WHITE })
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

    private fun read(shown: Bitmap): List<String> = near(shown).let { stranger.read(luma(it), it.width, it.height) }

    private fun see(peer: Peer, shown: Bitmap): List<Found> = near(shown).let { peer.see(luma(it), it.width, it.height) }

    /** Where a module is a pixel or two, a reader's camera comes nearer. */
    private fun near(shown: Bitmap): Bitmap {
        val times = maxOf(1, LEAST_WIDTH / shown.width)
        return Bitmap.createScaledBitmap(shown, shown.width * times, shown.height * times, false)
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
