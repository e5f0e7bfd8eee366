package app.aldis.ui

import android.annotation.TargetApi
import android.os.Build
import android.view.View

// What views can do from a later Android on, each behind its version.

fun markAsHeading(view: View) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) From28.heading(view)
}

/** The system's content capture gets nothing of this view. */
fun hideFromContentCapture(view: View) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) From30.hide(view)
}

@TargetApi(Build.VERSION_CODES.P)
private object From28 {
    fun heading(view: View) {
        view.isAccessibilityHeading = true
    }
}

@TargetApi(Build.VERSION_CODES.R)
private object From30 {
    fun hide(view: View) {
        view.importantForContentCapture = View.IMPORTANT_FOR_CONTENT_CAPTURE_NO_EXCLUDE_DESCENDANTS
    }
}
