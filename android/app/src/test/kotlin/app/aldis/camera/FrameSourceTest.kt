package app.aldis.camera

import android.content.Context
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.hardware.camera2.CaptureRequest
import android.os.Looper
import android.util.Size
import android.view.TextureView
import androidx.camera.core.Camera
import androidx.camera.core.CameraControl
import androidx.camera.core.CameraInfo
import androidx.camera.core.CameraSelector
import androidx.camera.core.CameraState
import androidx.camera.core.FocusMeteringAction
import androidx.camera.core.ImageAnalysis
import androidx.camera.core.ImageProxy
import androidx.camera.core.Preview
import androidx.camera.core.SurfaceRequest
import androidx.camera.core.UseCase
import androidx.camera.core.ZoomState
import androidx.camera.lifecycle.ProcessCameraProvider
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.LiveData
import app.aldis.FrameImageShadow
import app.aldis.FrameReaderShadow
import app.aldis.NotedRequestShadow
import app.aldis.OldCameraShadow
import app.aldis.OldSessionShadow
import app.aldis.Plane
import app.aldis.cameraThreads
import app.aldis.idleCamera
import app.aldis.openPreview
import app.aldis.plugCamera
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Eyes
import app.aldis.shell.FrameSource
import app.aldis.stopCamera
import com.google.common.util.concurrent.ListenableFuture
import java.nio.ByteBuffer
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executor
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What every source of frames does; each of the app's two cameras is held to it. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], shadows = [FrameReaderShadow::class, FrameImageShadow::class, OldCameraShadow::class, OldSessionShadow::class])
abstract class FrameSourceTest {
    protected val app: Context = RuntimeEnvironment.getApplication()
    protected val preview = TextureView(app)
    private val told = Told()

    protected abstract fun source(): FrameSource

    protected abstract fun plug(back: Boolean)

    /** A frame of this geometry, its last row as short as cameras make it. Whether it was given back. */
    protected abstract fun frame(plane: ByteBuffer, rowStride: Int): () -> Boolean

    protected abstract fun takeAway()

    private class Told : Eyes {
        val frames = CopyOnWriteArrayList<List<Int>>()
        val troubles = CopyOnWriteArrayList<CameraTrouble>()

        @Volatile
        var isReady = false

        @Volatile
        var throws = false

        override fun frame(plane: ByteBuffer, limit: Int, width: Int, height: Int, rowStride: Int) {
            frames.add(listOf(limit, width, height, rowStride, plane.get(0).toInt()))
            if (throws) error("whoever looks has failed")
        }

        override fun starting() = Unit

        override fun ready(torch: Boolean, zoom: Float) {
            isReady = true
        }

        override fun failed(why: CameraTrouble) {
            troubles.add(why)
        }
    }

    protected fun settle() = repeat(4) {
        idleCamera()
        Thread.sleep(20)
        shadowOf(Looper.getMainLooper()).idle()
    }

    protected fun started(): FrameSource = source().also {
        it.start(told)
        settle()
        openPreview(preview)
        settle()
    }

    @After
    fun stop() {
        stopCamera()
        NotedRequestShadow.all.clear()
    }

    @Test
    fun a_frame_comes_as_it_is_and_is_given_back() {
        plug(back = true)
        val source = started()
        assertTrue("${told.troubles}", told.isReady)
        val stride = WIDTH + 63
        val plane = ByteBuffer.allocateDirect(stride * (HEIGHT - 1) + WIDTH)
        plane.put(0, 77)
        val back = frame(plane, stride)
        settle()
        assertEquals(listOf(plane.capacity(), WIDTH, HEIGHT, stride, 77), told.frames.single())
        assertTrue(back())
        source.stop()
    }

    @Test
    fun after_the_stop_nobody_is_told_anything() {
        plug(back = true)
        val source = started()
        source.stop()
        settle()
        frame(ByteBuffer.allocateDirect(WIDTH * HEIGHT), WIDTH)
        settle()
        assertTrue(told.frames.isEmpty() && told.troubles.isEmpty())
    }

    @Test
    fun it_starts_again_after_a_stop() {
        plug(back = true)
        val source = started()
        source.stop()
        settle()
        source.start(told)
        settle()
        openPreview(preview)
        settle()
        val plane = ByteBuffer.allocateDirect(WIDTH * HEIGHT)
        plane.put(0, 5)
        frame(plane, WIDTH)
        settle()
        assertEquals(1, told.frames.size)
        source.stop()
    }

    @Test
    fun no_camera_is_said() {
        val source = started()
        assertEquals(listOf(CameraTrouble.NONE), told.troubles)
        source.stop()
    }

    @Test
    fun a_front_camera_is_better_than_none() {
        plug(back = false)
        val source = started()
        assertTrue(told.isReady && told.troubles.isEmpty())
        source.stop()
    }

    @Test
    fun a_camera_that_is_taken_away_is_said() {
        plug(back = true)
        val source = started()
        takeAway()
        settle()
        assertEquals(listOf(CameraTrouble.TAKEN), told.troubles)
        source.stop()
    }

    @Test
    fun exact_black_for_a_second_is_the_switch_of_the_system() {
        plug(back = true)
        val source = started()
        repeat(40) {
            frame(ByteBuffer.allocateDirect(WIDTH * HEIGHT), WIDTH)
            settleOnce()
        }
        settle()
        assertEquals(listOf(CameraTrouble.SWITCHED_OFF), told.troubles)
        source.stop()
    }

    @Test
    fun light_zoom_and_focus_may_be_asked_for_at_any_time() {
        plug(back = true)
        val source = source()
        source.torch(true)
        source.zoom(0.5f)
        source.focus(0.5f, 0.5f)
        source.start(told)
        settle()
        openPreview(preview)
        settle()
        source.torch(true)
        source.zoom(1f)
        source.focus(0f, 1f)
        settle()
        source.stop()
        source.torch(false)
        settle()
        assertTrue("${told.troubles}", told.troubles.isEmpty())
    }

    private fun settleOnce() {
        idleCamera()
        Thread.sleep(2)
        shadowOf(Looper.getMainLooper()).idle()
    }

    protected companion object {
        const val WIDTH = 640
        const val HEIGHT = 480
    }
}

class Camera2FramesTest : FrameSourceTest() {
    override fun source(): FrameSource = Camera2Frames(app, preview)

    override fun plug(back: Boolean) =
        plugCamera(if (back) CameraCharacteristics.LENS_FACING_BACK else CameraCharacteristics.LENS_FACING_FRONT)

    override fun frame(plane: ByteBuffer, rowStride: Int): () -> Boolean {
        val reader = FrameReaderShadow.last ?: return { true }
        val chroma = ByteBuffer.allocateDirect(rowStride * HEIGHT / 2)
        reader.post(listOf(Plane(plane, rowStride, 1), Plane(chroma, rowStride, 2), Plane(chroma, rowStride, 2)))
        return { reader.openImages == 0 }
    }

    override fun takeAway() = shadowOf(app.getSystemService(Context.CAMERA_SERVICE) as CameraManager).triggerDisconnect()

    @Test
    @Config(shadows = [NotedRequestShadow::class])
    fun a_tap_focuses_there_and_afterwards_the_camera_keeps_itself_sharp_again() {
        plug(back = true)
        val source = started()
        assertEquals(listOf(CONTINUOUS to null), focus())
        for (tap in 1..2) {
            source.focus(0.5f, 0.25f)
            settle()
            assertEquals("tap $tap", listOf(AUTO to CANCEL, AUTO to null, AUTO to START), focus())
        }
        cameraThreads().forEach { shadowOf(it.looper).idleFor(Duration.ofSeconds(6)) }
        assertEquals(listOf(CONTINUOUS to CANCEL, CONTINUOUS to null), focus())
        source.stop()
    }

    @Test
    @Config(shadows = [NotedRequestShadow::class])
    fun a_camera_that_does_not_focus_by_itself_is_told_to() {
        plugCamera(focus = intArrayOf(AUTO))
        val source = started()
        assertEquals(listOf(AUTO to CANCEL, AUTO to null, AUTO to START), focus())
        source.stop()
    }

    @Test
    @Config(shadows = [NotedRequestShadow::class])
    fun a_lens_that_does_not_move_is_left_alone() {
        plugCamera(focus = intArrayOf())
        val source = started()
        source.focus(0.5f, 0.5f)
        settle()
        assertEquals(setOf(null to null), focus().toSet())
        source.stop()
    }

    /** Mode and trigger of what was asked of the camera since the last time. */
    private fun focus(): List<Pair<Any?, Any?>> =
        NotedRequestShadow.all.map { it[CaptureRequest.CONTROL_AF_MODE] to it[CaptureRequest.CONTROL_AF_TRIGGER] }.also { NotedRequestShadow.all.clear() }

    private companion object {
        const val AUTO = CameraMetadata.CONTROL_AF_MODE_AUTO
        const val CONTINUOUS = CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE
        const val START = CameraMetadata.CONTROL_AF_TRIGGER_START
        const val CANCEL = CameraMetadata.CONTROL_AF_TRIGGER_CANCEL
    }
}

class CameraXFramesTest : FrameSourceTest() {
    private val cameras = ArrayList<Boolean>()
    private val state = LiveData<CameraState>(null)
    private var analysis: ImageAnalysis? = null

    private val provider = object : ProcessCameraProvider() {
        override fun hasCamera(selector: CameraSelector) = selector.isBack in cameras

        override fun bindToLifecycle(owner: LifecycleOwner, selector: CameraSelector, vararg cases: UseCase): Camera {
            analysis = cases.filterIsInstance<ImageAnalysis>().single()
            cases.filterIsInstance<Preview>().single().provider?.onSurfaceRequested(SurfaceRequest(Size(1280, 720)))
            return object : Camera {
                override val cameraControl = object : CameraControl {
                    override fun enableTorch(on: Boolean) = Unit

                    override fun setLinearZoom(share: Float) = Unit

                    override fun startFocusAndMetering(action: FocusMeteringAction) = Unit
                }
                override val cameraInfo = object : CameraInfo {
                    override val cameraState = state
                    override val zoomState = LiveData<ZoomState>(object : ZoomState {
                        override val maxZoomRatio = 4f
                    })

                    override fun hasFlashUnit() = true
                }
            }
        }

        override fun unbindAll() = Unit
    }

    override fun source(): FrameSource {
        ProcessCameraProvider.played = object : CompletableFuture<ProcessCameraProvider>(), ListenableFuture<ProcessCameraProvider> {
            override fun addListener(listener: Runnable, executor: Executor) = executor.execute(listener)
        }.also { it.complete(provider) }
        return CameraXFrames(app, preview)
    }

    override fun plug(back: Boolean) {
        cameras.add(back)
    }

    override fun frame(plane: ByteBuffer, rowStride: Int): () -> Boolean {
        val image = Frame(plane, rowStride)
        try {
            analysis?.analyzer?.analyze(image)
        } catch (_: java.util.concurrent.RejectedExecutionException) {
            // Its thread is gone after a stop; CameraX would not call any more.
        }
        return { image.isClosed }
    }

    override fun takeAway() = state.tell(CameraState(CameraState.StateError(CameraState.ERROR_CAMERA_IN_USE)))

    private class Frame(plane: ByteBuffer, stride: Int) : ImageProxy {
        override val width = WIDTH
        override val height = HEIGHT
        override val planes = arrayOf<ImageProxy.PlaneProxy>(object : ImageProxy.PlaneProxy {
            override val buffer = plane
            override val rowStride = stride
        })

        @Volatile
        var isClosed = false

        override fun close() {
            isClosed = true
        }
    }
}
