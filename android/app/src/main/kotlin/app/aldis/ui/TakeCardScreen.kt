package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.Look
import app.aldis.shell.TakeCardModel
import app.aldis.shell.TakeCardModel.Event
import app.aldis.shell.TakeCardModel.State
import app.aldis.shell.TakeCardModel.Why

/** Takes somebody's end-this-phone card, says whom it ends, and asks to be held before it does. */
class TakeCardScreen(context: Context, model: TakeCardModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    override fun look(state: State): Look? = (state as? State.Scan)?.look

    override fun LinearLayout.content(state: State) {
        title(word(R.string.take_card_title))
        when (state) {
            is State.Begin -> {
                body(word(R.string.take_card_text))
                refusal(state.refused)
                main(word(R.string.take_card_scan)) { on(Event.Scan) }
                other(word(R.string.take_card_type)) { on(Event.Type) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Scan -> {
                body(word(R.string.take_card_scan_text))
                camera(state.look)
                other(word(R.string.take_card_type)) { on(Event.Type) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Type -> {
                body(word(R.string.take_card_type_text))
                val typed = wordsField(word(R.string.card_words))
                refusal(state.refused)
                main(word(R.string.take_card_look)) { typed.chars { on(Event.Typed(it)) } }
                other(word(R.string.take_card_scan)) { on(Event.Scan) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Sure -> {
                val names = state.names.joinToString(", ")
                large(word(R.string.take_card_sure, names))
                body(word(R.string.take_card_sure_text))
                refusal(state.refused)
                hold(word(R.string.take_card_end, names)) { on(Event.End) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Ended -> {
                val names = state.names.joinToString(", ")
                notice("✓ ${word(R.string.take_card_ended, names)}", R.color.good)
                body(word(R.string.take_card_ended_text))
                main(word(R.string.done)) { on(Event.Leave) }
            }
            is State.Nothing -> {
                notice(word(sentence(state.why)), R.color.danger)
                other(word(R.string.take_card_another)) { on(Event.Scan) }
                other(word(R.string.take_card_type)) { on(Event.Type) }
                main(word(R.string.done)) { on(Event.Leave) }
            }
        }
    }

    private fun sentence(why: Why): Int = when (why) {
        Why.OWN -> R.string.take_card_own
        Why.KNOWN -> R.string.take_card_known
        Why.FOREIGN -> R.string.take_card_foreign
    }
}
