package app.aldis.guard

import android.annotation.TargetApi
import android.app.Activity
import android.os.Build
import android.view.WindowManager

/**
 * Keeps the window from screenshots, recordings, other displays, the list of recent apps, and from what other apps draw
 * over it. Dialogs and popups would be windows of their own without this: there are none.
 */
fun secure(activity: Activity) {
    activity.window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) From31.hideOverlays(activity)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) From33.hideFromRecents(activity)
}

@TargetApi(Build.VERSION_CODES.S)
private object From31 {
    fun hideOverlays(activity: Activity) = activity.window.setHideOverlayWindows(true)
}

@TargetApi(Build.VERSION_CODES.TIRAMISU)
private object From33 {
    fun hideFromRecents(activity: Activity) = activity.setRecentsScreenshotEnabled(false)
}
