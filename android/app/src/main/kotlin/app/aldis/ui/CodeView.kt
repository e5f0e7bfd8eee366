package app.aldis.ui

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View
import app.aldis.shell.Grid

/**
 * Shows codes: black on white whatever the theme, whole pixels a module, four white modules around each
 * (ISO/IEC 18004, 5.3.8), one pass over the canvas. As large as its width allows.
 */
class CodeView(context: Context) : View(context) {
    private val ink = Paint().apply {
        color = Color.BLACK
        isAntiAlias = false
    }

    /** The codes, row by row; none shows plain white. */
    var codes: List<Grid> = emptyList()
        set(value) {
            field = value
            invalidate()
        }

    init {
        setBackgroundColor(Color.WHITE)
        isFocusable = true
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        val height = MeasureSpec.getSize(heightSpec)
        val side = if (MeasureSpec.getMode(heightSpec) == MeasureSpec.UNSPECIFIED) width else minOf(width, height)
        setMeasuredDimension(width, side)
    }

    override fun onDraw(canvas: Canvas) {
        val columns = columnsFor(codes.size)
        val cell = minOf(width, height) / columns
        val left = (width - cell * columns) / 2
        val top = (height - cell * columns) / 2
        codes.forEachIndexed { at, code ->
            draw(canvas, code, left + at % columns * cell, top + at / columns * cell, cell)
        }
    }

    private fun draw(canvas: Canvas, code: Grid, left: Int, top: Int, cell: Int) {
        val pixels = cell / (code.size + 2 * QUIET_ZONE)
        val x0 = left + (cell - pixels * code.size) / 2
        val y0 = top + (cell - pixels * code.size) / 2
        for (row in 0 until code.size) {
            var column = 0
            while (column < code.size) {
                val from = column
                while (column < code.size && code.isDark(column, row)) column++
                if (column > from) {
                    val x = (x0 + from * pixels).toFloat()
                    val y = (y0 + row * pixels).toFloat()
                    canvas.drawRect(x, y, x + (column - from) * pixels, y + pixels, ink)
                }
                column++
            }
        }
    }

    private companion object {
        const val QUIET_ZONE = 4

        /** 1, 2 or 3 codes a row. */
        fun columnsFor(codes: Int) = generateSequence(1) { it + 1 }.first { it * it >= codes }
    }
}
