package app.aldis.ui

import android.view.View
import app.aldis.R
import java.text.DateFormat
import java.util.Date
import java.util.TimeZone

/** A day, given in days since 1970-01-01, as the reader of this phone writes it. */
fun View.day(day: Int?): String {
    if (day == null || day == 0) return word(R.string.day_unknown)
    val format = DateFormat.getDateInstance(DateFormat.LONG, resources.configuration.locales[0])
    format.timeZone = TimeZone.getTimeZone("UTC")
    return format.format(Date(day * MILLISECONDS_OF_A_DAY))
}

/** A moment, given in seconds since 1970-01-01 00:00 UTC, by this phone's own time. */
fun View.moment(seconds: Long): String =
    DateFormat.getDateTimeInstance(DateFormat.LONG, DateFormat.SHORT, resources.configuration.locales[0]).format(Date(seconds * 1000))

private const val MILLISECONDS_OF_A_DAY = 86_400_000L
