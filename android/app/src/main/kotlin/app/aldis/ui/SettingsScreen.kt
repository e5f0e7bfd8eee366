package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.guard.packageHash
import app.aldis.shell.Epochs
import app.aldis.shell.NewPassphraseModel
import app.aldis.shell.SettingsModel
import app.aldis.shell.SettingsModel.Event
import app.aldis.shell.SettingsModel.State

class SettingsScreen(context: Context, model: SettingsModel) : PageScreen<State, Event>(context, model) {
    override fun LinearLayout.content(state: State) {
        title(word(R.string.settings_title))
        refusal(state.refused)
        if (state.asksToBurn) return burn()
        choice(
            word(R.string.settings_lock_after),
            resources.getQuantityString(R.plurals.minutes, state.lockMinutes, state.lockMinutes),
        ) { on(Event.LockAfter(it)) }
        small(word(R.string.settings_lock_text))
        choice(
            word(R.string.settings_text_limit),
            if (state.textHours == 0) word(R.string.settings_at_once) else resources.getQuantityString(R.plurals.hours, state.textHours, state.textHours),
        ) { on(Event.TextsLive(it)) }
        choice(
            word(R.string.settings_lease),
            resources.getQuantityString(R.plurals.days, state.leaseDays, state.leaseDays),
        ) { on(Event.Lease(it)) }
        small(word(R.string.settings_lease_text))
        panel {
            large(word(R.string.settings_epochs))
            body(
                word(
                    when (state.pace) {
                        Epochs.Pace.UNLOCK -> R.string.settings_epochs_unlock
                        Epochs.Pace.DAY -> R.string.settings_epochs_day
                        Epochs.Pace.NEVER, null -> R.string.settings_epochs_never
                    },
                ),
            )
        }
        other(word(R.string.settings_passphrase)) { on(Event.Passphrase) }
        other(word(R.string.second_title)) { on(Event.SecondPassphrase) }
        panel {
            large(word(R.string.settings_locked_burn))
            notice(word(if (state.lockedBurn) R.string.switched_on else R.string.switched_off))
            body(word(R.string.settings_locked_burn_text))
            inner(word(if (state.lockedBurn) R.string.settings_locked_burn_off else R.string.settings_locked_burn_on)) {
                on(Event.LockedBurn(!state.lockedBurn))
            }
        }
        if (!state.hasCard) other(word(R.string.meet_card_title)) { on(Event.Card) }
        other(word(R.string.travel_title)) { on(Event.Travel) }
        other(word(R.string.phone_title)) { on(Event.ThisPhone) }
        other(word(R.string.help)) { on(Event.Help) }
        panel {
            large(word(R.string.settings_version))
            body("${packageVersion(context)} (${state.engine})")
            large(word(R.string.settings_hash))
            body(packageHash(context))
            small(word(R.string.settings_hash_text))
        }
        panel {
            large(word(R.string.settings_licences))
            small(word(R.string.settings_licences_text))
        }
        other(word(R.string.settings_wipe)) { on(Event.AskToBurn(true)) }
        main(word(R.string.back)) { on(Event.Back) }
    }

    private fun LinearLayout.burn() {
        body(word(R.string.settings_wipe_text))
        hold(word(R.string.settings_wipe)) { on(Event.BurnEverything) }
        other(word(R.string.cancel)) { on(Event.AskToBurn(false)) }
    }

    private fun LinearLayout.choice(name: String, now: String, change: (Boolean) -> Unit) = panel {
        large(name)
        notice(now)
        inner(word(R.string.settings_less)) { change(false) }.contentDescription = "$name: ${word(R.string.settings_less)}"
        inner(word(R.string.settings_more)) { change(true) }.contentDescription = "$name: ${word(R.string.settings_more)}"
    }

    private fun packageVersion(context: Context): String =
        context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
}

class NewPassphraseScreen(context: Context, model: NewPassphraseModel) :
    PassphraseForm<NewPassphraseModel.State, NewPassphraseModel.Event>(context, model) {
    override fun said(state: NewPassphraseModel.State): Said? =
        (state as? NewPassphraseModel.State.Ask)?.let { Said(it.guess, it.notTheSame, it.refused) }

    override fun LinearLayout.content(state: NewPassphraseModel.State) {
        title(word(R.string.settings_passphrase))
        when (state) {
            is NewPassphraseModel.State.Ask -> ask(state)
            NewPassphraseModel.State.Working -> notice(word(R.string.setup_working))
            NewPassphraseModel.State.Done -> {
                notice("✓ ${word(R.string.settings_passphrase_done)}", R.color.good)
                main(word(R.string.back)) { on(NewPassphraseModel.Event.Back) }
            }
        }
    }

    private fun LinearLayout.ask(state: NewPassphraseModel.State.Ask) {
        trouble()
        val old = passphraseField(word(R.string.settings_passphrase_old))
        val new = passphraseField(word(R.string.settings_passphrase_new))
        val again = passphraseField(word(R.string.settings_passphrase_again))
        fields = listOf(old, new, again)
        estimate()
        new.onChange { new.chars { on(NewPassphraseModel.Event.Typed(it)) } }
        main(word(R.string.settings_passphrase_do)) {
            old.chars { o -> new.chars { n -> again.chars { a -> on(NewPassphraseModel.Event.Change(o, n, a)) } } }
        }
        other(word(R.string.cancel)) { on(NewPassphraseModel.Event.Back) }
    }
}
