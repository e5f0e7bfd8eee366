package app.aldis.shell

import app.aldis.engine.Modules

/** A code to be drawn: [size] by [size] modules, dark or light, without the quiet zone. */
class Grid(val size: Int, private val dark: ByteArray) {
    init {
        require(dark.size == size * size) { "$size by $size modules, and ${dark.size} of them" }
    }

    fun isDark(column: Int, row: Int): Boolean = dark[row * size + column].toInt() != 0
}

internal fun Modules.grid() = Grid(side.toInt(), dark)
