package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.shell.Pace
import app.aldis.shell.ShowCodeModel
import app.aldis.shell.ShowCodeModel.Event
import app.aldis.shell.ShowCodeModel.Layout
import app.aldis.shell.ShowCodeModel.State

/** The code as large as the screen allows, and nothing dark beside it. */
class ShowCodeScreen(context: Context, model: ShowCodeModel) : PageScreen<State, Event>(context, model) {
    private var code: CodeView? = null
    private var counter: TextView? = null
    private var shownAs: Layout? = null
    private var shownPace: Pace? = null
    private var brightness = CODE_BRIGHTNESS

    override fun draw(state: State) {
        val view = code
        if (view != null && state.layout == shownAs && state.frame?.pace == shownPace) {
            view.codes = state.codes
            state.frame?.let { counter?.text = view.word(R.string.meet_code_number, it.number) }
            return
        }
        shownAs = state.layout
        shownPace = state.frame?.pace
        super.draw(state)
    }

    override fun LinearLayout.content(state: State) {
        activity.brightness(brightness)
        val view = code(word(R.string.code_description))
        view.codes = state.codes
        code = view
        counter = state.frame?.let { small(word(R.string.meet_code_number, it.number)) }
        large(word(R.string.code_title, state.name))
        body(word(R.string.code_photograph))
        main(word(R.string.done)) { on(Event.Done) }
        if (state.grown) small(word(R.string.code_grown))
        slider(word(R.string.code_brightness), (brightness * PERCENT).toInt()) {
            brightness = it.coerceAtLeast(LEAST)
            activity.brightness(brightness)
        }
        other(word(R.string.code_check)) { on(Event.Check) }
        state.frame?.let { pace(it.pace, { pace -> on(Event.At(pace)) }) { on(Event.NextCode) } }
        for ((layout, name) in LAYOUTS) if (layout != state.layout) other(word(name)) { on(Event.As(layout)) }
        small(word(R.string.code_number, state.number.toString()))
    }

    override fun close() {
        super.close()
        activity.brightness(null)
    }

    private companion object {
        const val PERCENT = 100
        const val LEAST = 0.1f
        val LAYOUTS = listOf(
            Layout.ONE to R.string.code_one,
            Layout.SEVERAL to R.string.code_several,
            Layout.MOVING to R.string.code_moving,
        )
    }
}
