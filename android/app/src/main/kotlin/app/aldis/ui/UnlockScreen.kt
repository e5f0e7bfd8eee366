package app.aldis.ui

import android.content.Context
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import app.aldis.R
import app.aldis.openAppSettings
import app.aldis.shell.UnlockModel
import app.aldis.shell.UnlockModel.Event
import app.aldis.shell.UnlockModel.State

class UnlockScreen(context: Context, model: UnlockModel) : PageScreen<State, Event>(context, model) {
    private var field: Field? = null
    private var wait: TextView? = null
    private var unlock: Button? = null
    private var drawn: State? = null

    override fun draw(state: State) {
        val before = drawn
        drawn = state
        // While the seconds run down only they change: what is being typed stays.
        if (before is State.Ask && state is State.Ask && before.copy(wait = state.wait) == state) return seconds(state)
        field?.wipe()
        super.draw(state)
    }

    override fun LinearLayout.content(state: State) = when (state) {
        is State.Ask -> ask(state)
        State.Working -> {
            title(word(R.string.unlock_title))
            notice(word(R.string.unlock_working))
            Unit
        }
        State.Burned -> {
            title(word(R.string.unlock_burned_title))
            body(word(R.string.unlock_burned_text))
            main(word(R.string.unlock_start_over)) { on(Event.StartOver) }
            Unit
        }
        is State.Stuck -> stuck(state)
    }

    private fun LinearLayout.ask(state: State.Ask) {
        title(word(R.string.unlock_title))
        when (state.wrong) {
            UnlockModel.Wrong.WRONG -> notice(word(R.string.unlock_wrong), R.color.danger)
            UnlockModel.Wrong.SAME -> notice(word(R.string.unlock_same), R.color.danger)
            null -> Unit
        }
        state.left?.let { notice(resources.getQuantityString(R.plurals.unlock_left, it, it)) }
        if (state.isAboutToLose) notice(word(R.string.unlock_about_to_lose), R.color.danger)
        refusal(state.refused)
        val typed = passphraseField(word(R.string.passphrase))
        field = typed
        wait = notice("")
        unlock = main(word(R.string.unlock)) { typed.chars { on(Event.Unlock(it)) } }
        seconds(state)
        space()
        small(word(R.string.unlock_forgotten))
        other(word(R.string.help)) { on(Event.Help) }
        if (state.mayBurn) {
            body(word(R.string.settings_wipe_text))
            hold(word(R.string.settings_wipe)) { on(Event.Burn) }
        }
    }

    private fun LinearLayout.stuck(state: State.Stuck) {
        title(word(R.string.unlock_stuck_title))
        if (state.mayTravel) {
            body(word(R.string.unlock_travels))
            main(word(R.string.share_title)) { on(Event.GiveShare) }
            body(word(R.string.unlock_travels_not))
            refusal(state.refused)
            other(word(R.string.unlock_try_again)) { on(Event.TryAgain) }
        } else {
            refusal(state.refused)
            main(word(R.string.unlock_try_again)) { on(Event.TryAgain) }
        }
        other(word(R.string.help)) { on(Event.Help) }
        if (state.canErase) {
            body(word(R.string.unlock_erase_text))
            hold(word(R.string.unlock_erase)) { on(Event.StartOver) }
        } else {
            small(word(R.string.unlock_give_up))
            other(word(R.string.camera_app_settings)) { context.openAppSettings() }
        }
    }

    private fun seconds(state: State.Ask) {
        val waiting = state.wait > 0
        wait?.say(if (waiting) context.resources.getQuantityString(R.plurals.unlock_wait, state.wait, state.wait) else "")
        unlock?.isEnabled = !waiting
        unlock?.alpha = if (waiting) FAINT else 1f
    }

    override fun close() {
        super.close()
        field?.wipe()
    }

    private companion object {
        const val FAINT = 0.5f
    }
}
