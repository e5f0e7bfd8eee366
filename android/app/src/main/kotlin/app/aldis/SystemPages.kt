package app.aldis

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.Settings

/** Opens a page of Android's own, where this phone has it; the sentence on the screen says where to look otherwise. */
fun Context.open(page: Intent) {
    try {
        startActivity(page)
    } catch (_: ActivityNotFoundException) {
        // The sentence is all there is.
    }
}

/** Android's page of this app: its permissions, and its data. */
fun Context.openAppSettings() =
    open(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null)))
