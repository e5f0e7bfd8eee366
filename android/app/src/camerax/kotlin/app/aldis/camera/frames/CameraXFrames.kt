package app.aldis.camera

import android.content.Context
import android.os.Handler
import android.os.Looper
import android.util.Size
import android.view.TextureView
import androidx.camera.core.Camera
import androidx.camera.core.CameraSelector
import androidx.camera.core.CameraState
import androidx.camera.core.FocusMeteringAction
import androidx.camera.core.ImageAnalysis
import androidx.camera.core.ImageProxy
import androidx.camera.core.Preview
import androidx.camera.core.SurfaceOrientedMeteringPointFactory
import androidx.camera.core.resolutionselector.ResolutionSelector
import androidx.camera.core.resolutionselector.ResolutionStrategy
import androidx.camera.lifecycle.ProcessCameraProvider
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.LifecycleRegistry
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Eyes
import app.aldis.shell.FrameSource
import app.aldis.shell.PictureSize
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executor
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** Frames by CameraX. Only the latest is kept, each is closed whatever becomes of it, on a thread of its own. */
class CameraXFrames(private val context: Context, private val preview: TextureView) : FrameSource {
    private val main = Executor(Handler(Looper.getMainLooper())::post)
    private var run: Run? = null

    override fun start(eyes: Eyes) {
        stop()
        run = Run(eyes).also { it.begin() }
    }

    override fun stop() {
        run?.end()
        run = null
    }

    override fun torch(on: Boolean) {
        run?.camera?.cameraControl?.enableTorch(on)
    }

    override fun zoom(share: Float) {
        run?.camera?.cameraControl?.setLinearZoom(share)
    }

    override fun focus(x: Float, y: Float) {
        val point = SurfaceOrientedMeteringPointFactory(1f, 1f).createPoint(x, y)
        run?.camera?.cameraControl?.startFocusAndMetering(FocusMeteringAction.Builder(point).build())
    }

    /** From one start to one stop; CameraX follows its lifecycle. */
    private inner class Run(private val eyes: Eyes) : LifecycleOwner {
        private val registry = LifecycleRegistry(this)
        private val thread: ExecutorService = Executors.newSingleThreadExecutor()
        private val blackness = Blackness()
        private var provider: ProcessCameraProvider? = null
        var camera: Camera? = null
            private set

        @Volatile
        private var isOver = false

        override val lifecycle: Lifecycle get() = registry

        fun begin() {
            val future = ProcessCameraProvider.getInstance(context)
            future.addListener({
                if (isOver) return@addListener
                try {
                    provider = future.get()
                    whenPreviewed(preview) { if (!isOver) bind() }
                } catch (_: ExecutionException) {
                    fail(CameraTrouble.FAILED)
                }
            }, main)
        }

        fun end() {
            isOver = true
            registry.currentState = Lifecycle.State.DESTROYED
            provider?.unbindAll()
            thread.shutdown()
        }

        private fun bind() {
            val cameras = checkNotNull(provider)
            val selector = listOf(CameraSelector.DEFAULT_BACK_CAMERA, CameraSelector.DEFAULT_FRONT_CAMERA)
                .firstOrNull(cameras::hasCamera) ?: return fail(CameraTrouble.NONE)
            val seen = Preview.Builder().setResolutionSelector(wanted()).build()
            seen.setSurfaceProvider(main) { request ->
                val size = request.resolution
                val surface = preview.surface(PictureSize(size.width, size.height))
                if (surface == null) request.willNotProvideSurface() else request.provideSurface(surface, main) { surface.release() }
            }
            val frames = ImageAnalysis.Builder().setResolutionSelector(wanted())
                .setBackpressureStrategy(ImageAnalysis.STRATEGY_KEEP_ONLY_LATEST).build()
            frames.setAnalyzer(thread, ::look)
            try {
                registry.currentState = Lifecycle.State.RESUMED
                val bound = cameras.bindToLifecycle(this, selector, seen, frames)
                camera = bound
                bound.cameraInfo.cameraState.observe(this) { state -> state.error?.let { fail(trouble(it.code)) } }
                eyes.ready(bound.cameraInfo.hasFlashUnit(), bound.cameraInfo.zoomState.value?.maxZoomRatio ?: 1f)
            } catch (_: IllegalArgumentException) {
                fail(CameraTrouble.FAILED)
            } catch (_: IllegalStateException) {
                fail(CameraTrouble.FAILED)
            }
        }

        private fun look(frame: ImageProxy) = frame.use {
            if (isOver) return@use
            val luma = it.planes[0]
            val plane = luma.buffer
            if (blackness.isSwitchedOff(plane, plane.limit())) return@use fail(CameraTrouble.SWITCHED_OFF)
            eyes.frame(plane, plane.limit(), it.width, it.height, luma.rowStride)
        }

        private fun fail(why: CameraTrouble) {
            if (!isOver) eyes.failed(why)
        }
    }

    private fun wanted() = ResolutionSelector.Builder()
        .setResolutionStrategy(ResolutionStrategy(Size(1280, 720), ResolutionStrategy.FALLBACK_RULE_CLOSEST_HIGHER_THEN_LOWER))
        .build()

    private fun trouble(code: Int) = when (code) {
        CameraState.ERROR_CAMERA_IN_USE, CameraState.ERROR_MAX_CAMERAS_IN_USE -> CameraTrouble.TAKEN
        CameraState.ERROR_CAMERA_DISABLED -> CameraTrouble.POLICY
        CameraState.ERROR_DO_NOT_DISTURB_MODE_ENABLED -> CameraTrouble.SWITCHED_OFF
        else -> CameraTrouble.FAILED
    }
}
