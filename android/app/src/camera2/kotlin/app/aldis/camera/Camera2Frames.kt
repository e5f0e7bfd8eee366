package app.aldis.camera

import android.annotation.SuppressLint
import android.app.admin.DevicePolicyManager
import android.content.Context
import android.graphics.ImageFormat
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.view.Surface
import android.view.TextureView
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Eyes
import app.aldis.shell.FrameSource
import app.aldis.shell.PictureSize
import app.aldis.shell.sizeLadder

/**
 * Frames by the framework's own camera. Only the latest is kept, each is closed whatever becomes of it, and all of it
 * happens on a thread of its own. A preview that never comes to life is tried once more in the next smaller size.
 */
class Camera2Frames(private val context: Context, private val preview: TextureView) : FrameSource {
    private val manager = context.getSystemService(CameraManager::class.java)
    private var run: Run? = null

    override fun start(eyes: Eyes) {
        stop()
        run = Run(eyes).also { it.begin() }
    }

    override fun stop() {
        run?.end()
        run = null
    }

    override fun torch(on: Boolean) = change { it.torch = on }

    override fun zoom(share: Float) = change { it.zoom = share }

    override fun focus(x: Float, y: Float) {
        run?.focus(x, y)
    }

    private fun change(act: (Shot) -> Unit) {
        run?.change(act)
    }

    /** From one start to one stop. What is asked of it comes on the main thread and is done on its own. */
    private inner class Run(private val eyes: Eyes) {
        private val thread = HandlerThread("camera").apply { start() }
        private val handler = Handler(thread.looper)
        private var shot: Shot? = null
        private var device: CameraDevice? = null
        private var session: CameraCaptureSession? = null
        private var reader: ImageReader? = null
        private var ladder = emptyList<PictureSize>()
        private var rung = 0
        private var frames = 0
        private val blackness = Blackness()

        @Volatile
        private var isOver = false

        fun begin() = whenPreviewed(preview) { if (!isOver) handler.post(::open) }

        fun end() {
            isOver = true
            handler.post {
                session = null
                device?.close()
                reader?.close()
                thread.quitSafely()
            }
        }

        fun change(act: (Shot) -> Unit) {
            handler.post {
                shot?.let(act)
                repeat()
            }
        }

        /** Sharp on that place for a while; afterwards the camera sees to it by itself again, where it can. */
        fun focus(x: Float, y: Float) {
            handler.post {
                handler.removeCallbacks(letGo)
                shot?.place = x to y
                refocus()
                if (shot?.keepsFocus == true) handler.postDelayed(letGo, PLACE_MILLISECONDS)
            }
        }

        private val letGo = Runnable {
            shot?.place = null
            refocus()
        }

        private fun refocus() {
            val now = shot ?: return
            trigger(CameraMetadata.CONTROL_AF_TRIGGER_CANCEL)
            repeat()
            if (now.place != null || !now.keepsFocus) trigger(CameraMetadata.CONTROL_AF_TRIGGER_START)
        }

        private fun trigger(what: Int) = guarded {
            val camera = device ?: return@guarded
            shot?.takeIf { it.canFocus }?.let { session?.capture(it.focusing(camera, what), null, handler) }
        }

        @SuppressLint("MissingPermission")
        private fun open() = guarded {
            val id = bestCamera(manager) ?: return@guarded fail(CameraTrouble.NONE)
            val traits = manager.getCameraCharacteristics(id)
            shot = Shot(traits)
            ladder = sizeLadder(offered(traits), display())
            manager.openCamera(id, Opened(), handler)
        }

        private inner class Opened : CameraDevice.StateCallback() {
            override fun onOpened(camera: CameraDevice) {
                if (isOver) return camera.close()
                device = camera
                configure()
            }

            override fun onDisconnected(camera: CameraDevice) {
                camera.close()
                fail(CameraTrouble.TAKEN)
            }

            override fun onError(camera: CameraDevice, error: Int) {
                camera.close()
                fail(
                    when (error) {
                        ERROR_CAMERA_IN_USE, ERROR_MAX_CAMERAS_IN_USE -> CameraTrouble.TAKEN
                        ERROR_CAMERA_DISABLED -> disabled()
                        else -> CameraTrouble.FAILED
                    },
                )
            }
        }

        /** A session for the preview and for the reader, in the size of this rung. */
        @Suppress("DEPRECATION")
        private fun configure() = guarded {
            val camera = device ?: return@guarded
            val size = ladder[rung]
            reader?.close()
            val next = ImageReader.newInstance(size.width, size.height, ImageFormat.YUV_420_888, IMAGES)
            next.setOnImageAvailableListener(::look, handler)
            reader = next
            val surfaces = listOfNotNull(preview.surface(size), next.surface)
            camera.createCaptureSession(surfaces, Configured(camera, surfaces), handler)
        }

        private inner class Configured(private val camera: CameraDevice, private val surfaces: List<Surface>) :
            CameraCaptureSession.StateCallback() {
            override fun onConfigured(configured: CameraCaptureSession) {
                if (isOver) return
                session = configured
                val now = shot ?: return
                now.targets = surfaces
                // One that does not keep itself sharp would stay as the lens happens to stand.
                if (now.keepsFocus) repeat() else refocus()
                eyes.ready(now.hasTorch, now.mostZoom)
                handler.postDelayed(::alive, ALIVE_MILLISECONDS)
            }

            override fun onConfigureFailed(failed: CameraCaptureSession) = lower()
        }

        private fun repeat() = guarded {
            val camera = device ?: return@guarded
            shot?.let { session?.setRepeatingRequest(it.looking(camera), null, handler) }
        }

        /** No frame so far: the camera's service has choked on this size. */
        private fun alive() {
            if (!isOver && frames == 0) lower()
        }

        private fun lower() {
            if (++rung < minOf(ladder.size, RUNGS)) configure() else fail(CameraTrouble.FAILED)
        }

        private fun look(from: ImageReader) {
            if (isOver) return
            val image = try {
                from.acquireLatestImage()
            } catch (_: IllegalStateException) {
                null
            } ?: return
            image.use {
                frames++
                val luma = it.planes[0]
                val plane = luma.buffer
                if (blackness.isSwitchedOff(plane, plane.limit())) return fail(CameraTrouble.SWITCHED_OFF)
                eyes.frame(plane, plane.limit(), it.width, it.height, luma.rowStride)
            }
        }

        private fun fail(why: CameraTrouble) {
            if (!isOver) eyes.failed(why)
        }

        /** Cameras throw what they like; each has its sentence. */
        private fun guarded(act: () -> Unit) {
            if (isOver) return
            try {
                act()
            } catch (error: CameraAccessException) {
                fail(
                    when (error.reason) {
                        CameraAccessException.CAMERA_DISABLED -> disabled()
                        CameraAccessException.CAMERA_IN_USE, CameraAccessException.MAX_CAMERAS_IN_USE -> CameraTrouble.TAKEN
                        else -> CameraTrouble.FAILED
                    },
                )
            } catch (_: SecurityException) {
                fail(CameraTrouble.NOT_ASKED)
            } catch (_: IllegalStateException) {
                fail(CameraTrouble.FAILED)
            } catch (_: IllegalArgumentException) {
                fail(CameraTrouble.FAILED)
            }
        }

        private fun disabled(): CameraTrouble {
            val policy = context.getSystemService(DevicePolicyManager::class.java)
            return if (policy?.getCameraDisabled(null) == true) CameraTrouble.POLICY else CameraTrouble.SWITCHED_OFF
        }
    }

    private fun offered(traits: CameraCharacteristics): List<PictureSize> =
        traits[CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP]?.getOutputSizes(ImageFormat.YUV_420_888)
            .orEmpty().map { PictureSize(it.width, it.height) }

    private fun display() = context.resources.displayMetrics.let { PictureSize(it.widthPixels, it.heightPixels) }

    private companion object {
        const val IMAGES = 2

        /** For how long a tap holds; CameraX does the same. */
        const val PLACE_MILLISECONDS = 5000L

        /** Until the first frame has to be there; slow phones take two seconds. */
        const val ALIVE_MILLISECONDS = 4000L
        const val RUNGS = 3
    }
}

/** The one at the back; else any. */
private fun bestCamera(manager: CameraManager): String? {
    val ids = manager.cameraIdList
    return ids.firstOrNull { manager.getCameraCharacteristics(it)[CameraCharacteristics.LENS_FACING] == CameraCharacteristics.LENS_FACING_BACK }
        ?: ids.firstOrNull()
}
