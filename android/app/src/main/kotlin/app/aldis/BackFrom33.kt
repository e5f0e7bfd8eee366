package app.aldis

import android.annotation.TargetApi
import android.app.Activity
import android.os.Build
import android.window.OnBackInvokedDispatcher

/** From Android 13 on, where an app has asked for it, back is a callback. Behind its version, apart. */
@TargetApi(Build.VERSION_CODES.TIRAMISU)
internal object BackFrom33 {
    fun register(activity: Activity, back: () -> Unit) =
        activity.onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, back)
}
