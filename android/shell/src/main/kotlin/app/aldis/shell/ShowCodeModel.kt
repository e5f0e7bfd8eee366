package app.aldis.shell

import app.aldis.engine.Code

/** A message as one code, several in one picture, or a moving one: the same bytes. The text is gone. */
class ShowCodeModel(private val desk: Desk, private val code: Code, private val to: Int) :
    Model<ShowCodeModel.State, ShowCodeModel.Event>(State("", 0, false, Layout.ONE, emptyList(), null)) {

    enum class Layout { ONE, SEVERAL, MOVING }

    /** @property codes one, or the codes of a sheet, row by row. @property frame of a moving code. */
    data class State(
        val name: String,
        val number: Int,
        val grown: Boolean,
        val layout: Layout,
        val codes: List<Grid>,
        val frame: Frame?,
    )

    sealed interface Event {
        data class As(val layout: Layout) : Event

        data class At(val pace: Pace) : Event

        data object NextCode : Event

        data object Check : Event

        data object Done : Event
    }

    private var player: ReelPlayer? = null

    init {
        state = State(desk.nameOf(to), code.number().toInt(), code.hasGrown(), Layout.ONE, listOf(code.modules().grid()), null)
    }

    override fun on(event: Event) {
        when (event) {
            is Event.As -> show(event.layout)
            is Event.At -> player?.pace(event.pace)
            Event.NextCode -> player?.next()
            Event.Check -> desk.way.go(Where.Check(code, to))
            Event.Done -> {
                code.close()
                desk.way.done()
            }
        }
    }

    private fun show(layout: Layout) {
        stop()
        when (layout) {
            Layout.ONE -> state = state.copy(layout = layout, codes = listOf(code.modules().grid()), frame = null)
            Layout.SEVERAL -> state = state.copy(layout = layout, codes = sheet(), frame = null)
            Layout.MOVING -> {
                val next = ReelPlayer(desk.work, code.reel()) { frame ->
                    state = state.copy(layout = layout, codes = listOf(frame.code), frame = frame)
                }
                player = next
                next.start()
            }
        }
    }

    /** A square of codes, at least one more than are needed. */
    private fun sheet(): List<Grid> = code.reel().use { reel ->
        val wanted = reel.needed().toInt() + 1
        val columns = generateSequence(2) { it + 1 }.first { it * it >= wanted }
        List(columns * columns) { reel.modules(it.toUInt()).grid() }
    }

    private fun stop() {
        player?.close()
        player = null
    }

    override fun close() = stop()
}
