package app.aldis.ui

import android.view.View
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.Alarm
import app.aldis.shell.End

// What a person has to know of somebody whose phone is not to be trusted any more.

/** When it ended, and why. */
fun View.ending(end: End): String = when (val how = end.how) {
    End.How.Themselves -> word(R.string.end_themselves, day(end.on))
    End.How.Card -> word(R.string.end_card, day(end.on))
    is End.How.Notice ->
        if (how.by.isEmpty()) word(R.string.end_notice_of_somebody, day(end.on)) else word(R.string.end_notice, day(end.on), how.by)
}

/** Since when somebody's phone says that it was unlocked under force, and what not to write back. */
fun LinearLayout.alarm(name: String, alarm: Alarm) {
    notice(word(R.string.alarm_since, name, day(alarm.since), "${alarm.number}"), R.color.danger)
    notice(word(R.string.alarm_not), R.color.danger)
}
