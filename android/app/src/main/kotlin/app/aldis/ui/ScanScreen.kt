package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.CheckModel
import app.aldis.shell.Look
import app.aldis.shell.ScanModel
import app.aldis.shell.ScanModel.Event
import app.aldis.shell.ScanModel.State

/** Looks for a message. Ends before its text: the other phone's camera still sees this screen. */
class ScanScreen(context: Context, model: ScanModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    override fun look(state: State): Look? = (state as? State.Looking)?.look

    override fun LinearLayout.content(state: State) {
        title(word(R.string.scan_title))
        when (state) {
            State.Empty -> Unit
            is State.Looking -> {
                body(word(R.string.scan_hint))
                camera(state.look)
                other(word(R.string.cancel)) { on(Event.Later) }
            }
            is State.Message -> {
                large(word(R.string.scan_message, state.from))
                notice(word(R.string.scan_message_next))
                main(word(R.string.scan_open)) { on(Event.Open) }
                other(word(R.string.scan_later)) { on(Event.Later) }
                other(word(R.string.scan_another)) { on(Event.Another) }
            }
            is State.SignOfLife -> {
                large(word(R.string.scan_cover, state.from))
                if (state.news) notice(word(R.string.scan_news))
                main(word(R.string.done)) { on(Event.Later) }
                other(word(R.string.scan_another)) { on(Event.Another) }
            }
            is State.Ended -> {
                large(word(R.string.scan_ended, state.from))
                body(word(R.string.scan_ended_next))
                if (state.news) notice(word(R.string.scan_news))
                main(word(R.string.done)) { on(Event.Later) }
            }
            is State.Not -> {
                refusal(state.refused)
                main(word(R.string.scan_another)) { on(Event.Another) }
                other(word(R.string.done)) { on(Event.Later) }
            }
        }
    }
}

/** Looks at the other phone's picture of this phone's own code. */
class CheckScreen(context: Context, model: CheckModel, camera: CameraDoor) :
    LookingScreen<CheckModel.State, CheckModel.Event>(context, model, camera) {
    override fun look(state: CheckModel.State): Look? = (state as? CheckModel.State.Looking)?.look

    override fun LinearLayout.content(state: CheckModel.State) {
        title(word(R.string.code_check))
        when (state) {
            CheckModel.State.Empty -> Unit
            is CheckModel.State.Looking -> {
                body(word(R.string.scan_check_hint))
                camera(state.look)
                other(word(R.string.back)) { on(CheckModel.Event.Back) }
            }
            is CheckModel.State.Good -> {
                notice("✓ ${word(R.string.code_good)}", R.color.good)
                small(word(R.string.code_used, state.used))
                main(word(R.string.back)) { on(CheckModel.Event.Back) }
            }
            is CheckModel.State.Poor -> again(word(R.string.code_poor, state.used))
            is CheckModel.State.Another -> again(word(R.string.code_not_this, "${state.number}", state.name))
            CheckModel.State.NotOurs -> again(word(R.string.code_not_ours))
            is CheckModel.State.Not -> {
                refusal(state.refused)
                main(word(R.string.back)) { on(CheckModel.Event.Back) }
            }
        }
    }

    /** It is not to be sent; back to the code, to photograph it, or another picture to look at. */
    private fun LinearLayout.again(why: String) {
        notice(why, R.color.danger)
        main(word(R.string.code_again)) { on(CheckModel.Event.Back) }
        other(word(R.string.scan_another)) { on(CheckModel.Event.Again) }
    }
}
