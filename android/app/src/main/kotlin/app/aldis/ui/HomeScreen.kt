package app.aldis.ui

import android.content.Context
import android.content.Intent
import android.provider.Settings
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.open
import app.aldis.shell.HomeModel
import app.aldis.shell.HomeModel.Event
import app.aldis.shell.HomeModel.State

/** Three large buttons; above them what waits, below them the rest. */
class HomeScreen(context: Context, model: HomeModel) : PageScreen<State, Event>(context, model) {
    override fun LinearLayout.content(state: State) {
        title(word(R.string.app_name))
        breach(state.breaches) { on(Event.BreachSeen) }
        refusal(state.refused)
        if (state.news.isNotEmpty()) news(state.news)
        state.date?.let { date(it) }
        if (state.burnedByTime > 0) notice(resources.getQuantityString(R.plurals.home_burned, state.burnedByTime, state.burnedByTime))
        if (state.epochFailed) notice(word(R.string.epoch_failed))
        for (waiting in state.waiting) {
            if (waiting.unread > 0) {
                other(resources.getQuantityString(R.plurals.home_unread, waiting.unread, waiting.unread, waiting.name)) { on(Event.Open(waiting.message)) }
            } else {
                other(resources.getQuantityString(R.plurals.home_opened, waiting.opened, waiting.opened, waiting.name)) { on(Event.Open(waiting.message)) }
            }
        }
        state.draftTo?.let { name -> other(word(R.string.home_draft, name)) { on(Event.GoOnWriting) } }
        if (state.people == 0) {
            body(word(R.string.home_nobody))
            tall(main(word(R.string.home_meet_first)) { on(Event.Meet) })
        } else {
            tall(main(word(R.string.home_write)) { on(Event.Write) })
            tall(main(word(R.string.home_scan)) { on(Event.Scan) })
            tall(main(word(R.string.home_people)) { on(Event.People) })
        }
        space()
        other(word(R.string.home_settings)) { on(Event.Settings) }
        other(word(R.string.phone_title)) { on(Event.ThisPhone) }
        other(word(R.string.help)) { on(Event.Help) }
        other(word(R.string.lock)) { on(Event.Lock) }
    }

    private fun LinearLayout.news(news: List<HomeModel.Told>) = panel {
        for (told in news) when (told) {
            is HomeModel.Told.UnderForce -> {
                notice(word(R.string.write_alarm, told.name), R.color.danger)
                notice(word(R.string.alarm_not), R.color.danger)
            }
            is HomeModel.Told.Ended -> {
                notice(word(R.string.home_ended, told.name, told.by), R.color.danger)
                body(word(R.string.take_card_ended_text))
            }
        }
        inner(word(R.string.breach_seen)) { on(Event.NewsSeen) }
    }

    private fun LinearLayout.date(question: HomeModel.DateQuestion) = panel {
        large(word(R.string.date_title))
        if (question.clock == null) {
            body(word(R.string.date_none, day(question.seen)))
        } else {
            body(word(R.string.date_text, day(question.clock), day(question.seen)))
            main(word(R.string.date_right)) { on(Event.DateIsRight) }
        }
        inner(word(R.string.date_set)) { context.open(Intent(Settings.ACTION_DATE_SETTINGS)) }
    }

    private fun LinearLayout.tall(button: android.widget.Button) {
        button.minHeight = pixels(R.dimen.large_touch)
        button.setTextSize(android.util.TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.type_title))
    }
}
