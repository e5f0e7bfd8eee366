package app.aldis

import android.graphics.Bitmap
import android.graphics.Canvas
import app.aldis.engine.PersonId
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import org.junit.Test
import org.robolectric.annotation.Config

/** How long a code takes to draw. Run by scripts/bench-android alone: no test asserts a time. */
class DrawBench : PhoneTest() {
    @Test
    @Config(qualifiers = LARGE)
    fun codes_at_1080_by_2160() {
        setUp()
        val id = peer().meetQuietly(app.shell)
        for ((name, length) in listOf("normal" to 290, "longest" to 720)) {
            val code = app.shell.phoneForTests().write(PersonId(id.toUInt()), direct("x".repeat(length)), null)
            app.shell.go(Where.ShowCode(code, id))
            settle()
            measure("the $name code")
            press("Several codes")
            measure("the $name code's sheet")
        }
    }

    private fun measure(name: String) {
        val view = anyView { it is CodeView && it.isShown } as CodeView
        val canvas = Canvas(Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888))
        repeat(50) { view.draw(canvas) }
        // The best of many: others are at work on this computer. A software canvas; a phone's draws on the GPU.
        val best = (1..100).minOf {
            val from = System.nanoTime()
            view.draw(canvas)
            System.nanoTime() - from
        }
        println("BENCH %-26s drawn at 1080x2160 in %6.2f ms on this JVM's software canvas".format(name, best / 1e6))
    }
}
