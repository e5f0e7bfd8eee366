package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.Frame
import app.aldis.shell.Look
import app.aldis.shell.MeetModel
import app.aldis.shell.MeetModel.Event
import app.aldis.shell.MeetModel.State
import app.aldis.shell.Pace

/** The dance of two phones: codes and camera in turn, then the words. */
class MeetScreen(context: Context, model: MeetModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    private var moving: CodeView? = null
    private var counter: TextView? = null
    private var shownStep = 0
    private var shownPace: Pace? = null

    override fun look(state: State): Look? = (state as? State.Scan)?.look

    override fun remark(state: State): String? = (state as? State.Scan)?.refused?.let {
        val (said, next) = sentences(it)
        "${context.getString(said)} ${context.getString(next)}"
    }

    override fun draw(state: State) {
        val view = moving
        val frame = (state as? State.Show)?.frame
        if (view != null && frame != null && state.step == shownStep && frame.pace == shownPace) return next(view, frame)
        moving = null
        counter = null
        super.draw(state)
        if (frame == null) activity.brightness(null)
    }

    override fun LinearLayout.content(state: State) {
        when (state) {
            is State.Begin -> begin(state)
            is State.Show -> show(state)
            is State.Scan -> {
                title(word(R.string.meet_step, state.step))
                body(word(R.string.meet_scan_text))
                camera(state.look).update(state.look, remark(state))
                if (state.step == 1) small(word(R.string.meet_both_scan_hint))
                if (state.step > 1) other(word(R.string.meet_show_mine_again)) { on(Event.ShowAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Compare -> compare(state)
            State.BothStarted -> {
                title(word(R.string.meet_both_start_title))
                body(word(R.string.meet_both_start))
                main(word(R.string.meet_start_again)) { on(Event.StartAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Differ -> {
                title(word(R.string.meet_differ_title))
                body(word(R.string.meet_differ_text))
                main(word(R.string.meet_start_again)) { on(Event.StartAgain) }
                other(word(R.string.done)) { on(Event.Leave) }
            }
            is State.Not -> {
                title(word(R.string.meet_title))
                refusal(state.refused)
                main(word(R.string.meet_start_again)) { on(Event.StartAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
        }
    }

    private fun LinearLayout.begin(state: State.Begin) {
        title(word(R.string.meet_title))
        large(word(R.string.meet_name))
        val name = lineField(word(R.string.meet_name_hint), LONGEST_NAME)
        name.setText(state.name)
        small(word(R.string.meet_name_text))
        refusal(state.refused)
        state.again?.let { notice(word(R.string.meet_again_text, it)) }
        body(word(R.string.meet_choose))
        main(word(R.string.meet_show_first)) { on(Event.ShowFirst(name.text.toString())) }
        main(word(R.string.meet_scan_first)) { on(Event.ScanFirst(name.text.toString())) }
        other(word(R.string.cancel)) { on(Event.Leave) }
    }

    private fun LinearLayout.show(state: State.Show) {
        activity.brightness(CODE_BRIGHTNESS)
        shownStep = state.step
        shownPace = state.frame?.pace
        title(word(R.string.meet_step, state.step))
        val code = code(word(R.string.code_meeting_description))
        code.codes = listOfNotNull(state.frame?.code ?: state.still)
        state.frame?.let {
            moving = code
            counter = small("")
            next(code, it)
        }
        body(word(R.string.meet_show_text))
        main(word(R.string.meet_other_has_it)) { on(Event.OtherHasIt) }
        state.frame?.let { pace(it.pace, { pace -> on(Event.At(pace)) }) { on(Event.NextCode) } }
        other(word(R.string.cancel)) { on(Event.Leave) }
    }

    private fun next(view: CodeView, frame: Frame) {
        view.codes = listOf(frame.code)
        counter?.text = view.word(R.string.meet_code_number, frame.number)
    }

    private fun LinearLayout.compare(state: State.Compare) {
        title(word(R.string.meet_words_title))
        body(word(R.string.meet_words_text))
        fourWords(state.words, state.digits)
        main(word(R.string.meet_match)) { on(Event.Match) }
        hold(word(R.string.meet_differ)) { on(Event.Differ) }
        if (state.canShowAgain) other(word(R.string.meet_show_mine_again)) { on(Event.ShowAgain) }
    }

    override fun close() {
        super.close()
        activity.brightness(null)
    }
}

/** The words, one a line, and the digits in groups. */
fun LinearLayout.fourWords(four: List<String>, digits: String) {
    words(four.joinToString("\n"))
    small(word(R.string.meet_digits_text))
    large(digits.chunked(DIGIT_GROUP).joinToString(" "))
}

/** How fast a moving code moves. */
fun LinearLayout.pace(now: Pace, at: (Pace) -> Unit, next: () -> Unit) {
    when (now) {
        Pace.TWO_A_SECOND -> other(word(R.string.meet_slower)) { at(Pace.SLOWER) }
        Pace.SLOWER -> {
            other(word(R.string.meet_faster)) { at(Pace.TWO_A_SECOND) }
            other(word(R.string.meet_by_hand)) { at(Pace.BY_HAND) }
        }
        Pace.BY_HAND -> {
            other(word(R.string.meet_next_code), next)
            other(word(R.string.meet_faster)) { at(Pace.SLOWER) }
        }
    }
}

/** The code reaches the page's edges: every pixel counts. */
fun LinearLayout.code(description: String): CodeView {
    val view = CodeView(context)
    view.contentDescription = description
    val params = apart()
    params.marginStart = -paddingStart
    params.marginEnd = -paddingEnd
    addView(view, params)
    return view
}

/** Bright, and not so bright that the other camera's picture bleeds in a dark room. */
const val CODE_BRIGHTNESS = 0.8f
private const val LONGEST_NAME = 40
private const val DIGIT_GROUP = 4
