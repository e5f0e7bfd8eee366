package app.aldis.ui

import android.content.Context
import android.content.Intent
import android.os.Build
import android.provider.Settings
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.Check
import app.aldis.shell.Finding
import app.aldis.shell.Level
import app.aldis.shell.ThisPhoneModel
import app.aldis.shell.ThisPhoneModel.Event
import app.aldis.shell.ThisPhoneModel.State
import app.aldis.shell.Tier
import java.time.LocalDate
import java.time.format.DateTimeParseException

/** What stands open first; a word and a sign for each, and what to do. */
class ThisPhoneScreen(context: Context, model: ThisPhoneModel) : PageScreen<State, Event>(context, model) {
    override fun LinearLayout.content(state: State) {
        title(word(R.string.phone_title))
        breach(state.breaches) { on(Event.BreachSeen) }
        body(word(R.string.phone_intro))
        if (state.isAllGood) notice("✓ ${word(R.string.phone_all_good)}", R.color.good)
        state.findings.sortedBy { ORDER.indexOf(it.level) }.forEach { finding(it, state.tier) }
        other(word(R.string.phone_settings)) { openSettings() }
        other(word(R.string.help)) { on(Event.Help) }
        main(word(if (state.first && !state.isAllGood) R.string.phone_continue_anyway else R.string.continue_)) { on(Event.Continue) }
    }

    private fun LinearLayout.finding(finding: Finding, tier: Tier?) = panel {
        val (sign, word, color) = when (finding.level) {
            Level.GOOD -> Triple("✓", R.string.level_good, R.color.good)
            Level.CHANGE -> Triple("!", R.string.level_change, R.color.danger)
            Level.NOTE -> Triple("–", R.string.level_note, R.color.faint)
            Level.UNKNOWN -> Triple("?", R.string.level_unknown, R.color.faint)
        }
        large(word(name(finding.check)))
        notice("$sign ${word(word)}", color)
        body(
            when {
                finding.check == Check.HARDWARE -> word(sentence(tier))
                finding.check == Check.PATCH && finding.level != Level.UNKNOWN -> word(sentence(finding.check, finding.level), day(patchDay()))
                else -> word(sentence(finding.check, finding.level))
            },
        )
    }

    private fun patchDay(): Int? = try {
        LocalDate.parse(Build.VERSION.SECURITY_PATCH).toEpochDay().toInt()
    } catch (_: DateTimeParseException) {
        null
    }

    private fun openSettings() = try {
        context.startActivity(Intent(Settings.ACTION_SETTINGS))
    } catch (_: android.content.ActivityNotFoundException) {
        // A phone without settings: the sentences say where to look.
    }

    private companion object {
        val ORDER = listOf(Level.CHANGE, Level.UNKNOWN, Level.NOTE, Level.GOOD)
    }
}

/** Stays until the owner has seen it. */
fun LinearLayout.breach(breaches: Set<Check>, seen: () -> Unit) {
    if (breaches.isEmpty()) return
    panel {
        large(word(R.string.breach_title))
        for (check in breaches) notice("! ${word(R.string.breach_line, word(name(check)))}", R.color.danger)
        body(word(R.string.breach_next))
        inner(word(R.string.breach_seen), seen)
    }
}
