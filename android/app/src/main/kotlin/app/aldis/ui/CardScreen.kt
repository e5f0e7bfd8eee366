package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.CardModel
import app.aldis.shell.CardModel.Event
import app.aldis.shell.CardModel.State
import app.aldis.shell.Look

class CardScreen(context: Context, model: CardModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    override fun look(state: State): Look? = (state as? State.Scan)?.look

    override fun remark(state: State): String? =
        if ((state as? State.Scan)?.wrong == true) context.getString(R.string.card_wrong) else null

    override fun LinearLayout.content(state: State) {
        title(word(R.string.meet_card_title))
        when (state) {
            is State.Offer -> {
                large(word(R.string.meet_card_first))
                body(word(R.string.meet_card_text))
                refusal(state.refused)
                main(word(R.string.meet_card_make)) { on(Event.Make) }
                other(word(R.string.meet_card_no)) { on(Event.Leave) }
            }
            is State.Show -> {
                large(word(R.string.meet_card_first))
                code(word(R.string.card_code_description)).codes = listOf(state.code)
                body(word(R.string.card_words))
                secretWords(state.words)
                body(word(R.string.card_show_text))
                main(word(R.string.card_prove_type)) { on(Event.ProveByWords) }
                other(word(R.string.card_prove_scan)) { on(Event.ProveByScan) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Type -> {
                body(word(R.string.card_prove_type_text))
                val typed = wordsField(word(R.string.card_words))
                if (state.wrong) notice(word(R.string.card_wrong), R.color.danger)
                main(word(R.string.card_prove)) { typed.chars { on(Event.Typed(it)) } }
                other(word(R.string.card_show_again)) { on(Event.ShowAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            is State.Scan -> {
                body(word(R.string.card_prove_scan_text))
                camera(state.look).update(state.look, remark(state))
                other(word(R.string.card_show_again)) { on(Event.ShowAgain) }
                other(word(R.string.cancel)) { on(Event.Leave) }
            }
            State.Done -> {
                notice("✓ ${word(R.string.card_done)}", R.color.good)
                main(word(R.string.done)) { on(Event.Leave) }
            }
        }
    }
}
