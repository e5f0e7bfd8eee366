package app.aldis.camera

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.content.pm.PackageManager
import android.view.TextureView
import app.aldis.open
import app.aldis.openAppSettings
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Eyes
import app.aldis.shell.FrameSource

/** The way to the camera: the permission, the one source that runs, and its pauses with the activity. */
class CameraDoor(private val activity: Activity) {
    private class Looking(val eyes: Eyes, val source: FrameSource)

    private var looking: Looking? = null
    private var isResumed = false

    /** Whether Android has asked in this process: only then a "no" without a reason to explain is for good. */
    private var hasAsked = false

    /** The source that runs now, for its light, zoom and focus. */
    val source: FrameSource? get() = looking?.source

    /** Frames for [eyes] from now on, seen on [preview]. */
    fun look(eyes: Eyes, preview: TextureView) {
        release()
        looking = Looking(eyes, cameraSource(activity, preview))
        if (isResumed) begin()
    }

    fun again() {
        looking?.source?.stop()
        begin()
    }

    fun release() {
        looking?.source?.stop()
        looking = null
    }

    fun ask() {
        hasAsked = true
        activity.requestPermissions(arrayOf(Manifest.permission.CAMERA), REQUEST)
    }

    fun answered() = begin()

    fun openAppSettings() = activity.openAppSettings()

    fun openSettings(action: String) = activity.open(Intent(action))

    fun resumed() {
        isResumed = true
        begin()
    }

    fun paused() {
        isResumed = false
        looking?.source?.stop()
    }

    private fun begin() {
        val now = looking ?: return
        if (activity.checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED) {
            if (!isResumed) return
            // Whoever hides the preview for a trouble shows it again: hidden it is never drawn, and nobody could start.
            now.eyes.starting()
            now.source.start(now.eyes)
        } else {
            val forGood = hasAsked && !activity.shouldShowRequestPermissionRationale(Manifest.permission.CAMERA)
            now.eyes.failed(if (forGood) CameraTrouble.REFUSED else CameraTrouble.NOT_ASKED)
        }
    }

    private companion object {
        const val REQUEST = 1
    }
}
