package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.GiveShareModel
import app.aldis.shell.GiveShareModel.Event
import app.aldis.shell.GiveShareModel.State
import app.aldis.shell.Look

/** Takes the share of a phone that travels, before it asks for the passphrase. */
class GiveShareScreen(context: Context, model: GiveShareModel, camera: CameraDoor) :
    LookingScreen<State, Event>(context, model, camera) {
    override fun look(state: State): Look? = (state as? State.Scan)?.look

    override fun LinearLayout.content(state: State) {
        title(word(R.string.share_title))
        when (state) {
            is State.Begin -> {
                body(word(R.string.share_text))
                if (state.wrong) notice(word(R.string.share_wrong), R.color.danger)
                refusal(state.refused)
                main(word(R.string.share_scan)) { on(Event.Scan) }
                other(word(R.string.take_card_type)) { on(Event.Type) }
                other(word(R.string.back)) { on(Event.Back) }
            }
            is State.Scan -> {
                body(word(R.string.share_scan_text))
                camera(state.look)
                other(word(R.string.take_card_type)) { on(Event.Type) }
                other(word(R.string.cancel)) { on(Event.Back) }
            }
            is State.Type -> {
                body(word(R.string.share_type_text))
                val typed = wordsField(word(R.string.travel_words))
                refusal(state.refused)
                main(word(R.string.share_use)) { typed.chars { on(Event.Typed(it)) } }
                other(word(R.string.share_scan)) { on(Event.Scan) }
                other(word(R.string.cancel)) { on(Event.Back) }
            }
            State.Working -> notice(word(R.string.second_working))
        }
    }
}
